import { createModuleClient } from '../browser/module-client.js';
import type { Tollgate } from '../browser/tollgate.js';
import { attachForm } from '../form/attach-form.js';
import type { FormOptions } from '../form/form-fields.js';
import type { GuardedForm } from '../form/guarded-form.js';
import type { NumberTyped, TokenRequest } from '../options/token-request.js';
import type { TollgateOptions } from '../options/tollgate-options.js';
import { TollgateError } from '../tollgate-error.js';
import type { TollgateState } from '../tollgate-events.js';

/** What a component renders of its client. */
export interface BindingSnapshot {
  readonly state: TollgateState;
  /** Why the state is `failed`. */
  readonly error: TollgateError | undefined;
}

export const IDLE: BindingSnapshot = Object.freeze({ state: 'idle', error: undefined });

/**
 * A client that lives as long as somebody listens, and the form that it guards meanwhile. To make one does nothing: React may
 * render a component and never show it, and in `StrictMode` it mounts each one twice.
 */
export class FormBinding {
  readonly #options: TollgateOptions;
  readonly #fields: FormOptions;
  readonly #listeners = new Set<() => void>();
  #snapshot = IDLE;
  #form: HTMLFormElement | null = null;
  #client: Tollgate | undefined;
  #guarded: GuardedForm | undefined;

  constructor({ phone, country, field, ...options }: TollgateOptions & FormOptions) {
    this.#options = options;
    // What is not given must not be there: it would count as an option.
    this.#fields = {
      ...(phone !== undefined && { phone }),
      ...(country !== undefined && { country }),
      ...(field !== undefined && { field }),
    };
  }

  /** Calls back after each change. The first listener opens the client, the last one closes it. Throws as `attach` does. */
  readonly subscribe = (listener: () => void): (() => void) => {
    if (!this.#client) this.#open();
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#close();
    };
  };

  readonly getSnapshot = (): BindingSnapshot => this.#snapshot;

  /** The form's `ref`. Throws as `attach` does. */
  readonly bind = (form: HTMLFormElement | null): void => {
    this.#guarded?.detach();
    this.#guarded = undefined;
    this.#form = form;
    if (this.#client) this.#attach(this.#client);
  };

  readonly token = async (request: TokenRequest): Promise<string> => this.#opened().token(request);

  readonly price = async (number: NumberTyped): Promise<void> => this.#opened().price(number);

  /** With a form, the new token stands in it. */
  readonly answer = async (response: unknown): Promise<string> => (this.#guarded ?? this.#opened()).answer(response);

  readonly reset = (): void => {
    this.#guarded?.reset();
    this.#set(IDLE);
  };

  #open(): void {
    const client = createModuleClient(this.#options);
    client.on('state', ({ state }) => this.#set({ state, error: undefined }));
    client.on('error', ({ error }) => this.#set({ state: 'failed', error }));
    this.#client = client;
    try {
      this.#attach(client);
    } catch (error) {
      // React calls no unsubscribe of what threw.
      this.#close();
      throw error;
    }
  }

  #attach(client: Tollgate): void {
    if (!this.#form) return;
    // The client is given: there is nothing to make.
    this.#guarded = attachForm(this.#form, { ...this.#fields, client }, { create: createModuleClient });
  }

  #close(): void {
    this.#guarded?.detach();
    this.#client?.close();
    this.#guarded = this.#client = undefined;
    this.#snapshot = IDLE;
  }

  #opened(): Tollgate {
    if (!this.#client) throw new TollgateError('closed', 'the component is not mounted');
    return this.#client;
  }

  #set(snapshot: BindingSnapshot): void {
    this.#snapshot = snapshot;
    for (const listener of [...this.#listeners]) listener();
  }
}
