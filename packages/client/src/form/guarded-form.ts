import type { Tollgate } from '../browser/tollgate.js';
import { numberKey, type NumberTyped } from '../options/token-request.js';
import { ComebackWatch } from './comeback-watch.js';
import type { FormFields } from './form-fields.js';
import { SubmitGate } from './submit-gate.js';
import type { TokenField } from './token-field.js';
import { TokenInForm } from './token-in-form.js';
import { TypingWatch } from './typing-watch.js';

export interface GuardedFormParts {
  readonly form: HTMLFormElement;
  readonly fields: FormFields;
  readonly client: Tollgate;
  readonly tokenField: TokenField;
}

export interface GuardedFormEvents {
  /** A submit is held. */
  readonly onHeld?: () => void;
  /** It went through, or was given up since there is no network. */
  readonly onReleased?: () => void;
  /** A token was made, and stands in the form. */
  readonly onToken?: (token: string) => void;
  /** A token stood in the form until it expired. */
  readonly onExpired?: () => void;
  /** Something was typed into the number's field, or another country chosen. */
  readonly onNumber?: () => void;
  /** False where the person could not be told that a submit was given up, as there is no network: then it goes. Default true. */
  readonly isTold?: () => boolean;
  /** False while submits are none of our business. */
  readonly isOpen?: () => boolean;
}

const CORRECTIONS_MAX = 3;

/** A form whose submissions carry tokens: what was typed is watched, submits are held, a token is put in once. */
export class GuardedForm {
  readonly client: Tollgate;
  readonly #fields: FormFields;
  readonly #token: TokenInForm;
  readonly #field: TokenField;
  readonly #typing: TypingWatch;
  readonly #onToken: GuardedFormEvents['onToken'];
  readonly #detaching = new AbortController();
  #handedOut = '';
  /** A token that is made from the server's answer to the last one. */
  #answering: { readonly number: NumberTyped; readonly token: Promise<string> } | undefined;
  readonly #gate: SubmitGate;

  constructor(parts: GuardedFormParts, events: GuardedFormEvents = {}) {
    const { form, fields, client, tokenField } = parts;
    this.client = client;
    this.#fields = fields;
    this.#field = tokenField;
    this.#onToken = events.onToken;
    this.#token = new TokenInForm(tokenField, () => events.onExpired?.());
    this.#gate = this.#createGate(form, events);
    this.#typing = new TypingWatch({
      client,
      fields,
      isHeld: () => this.#gate.holding,
      onTyped: () => events.onNumber?.(),
    });
    this.#typing.listen(form, this.closing);
    this.#gate.listen(this.closing);
    this.#listen();
  }

  /** Aborted by `detach`. */
  get closing(): AbortSignal {
    return this.#detaching.signal;
  }

  /** True where the last token expired or was taken. */
  get isExpired(): boolean {
    return this.#token.isExpired;
  }

  /** Makes a token for what stands in the form, unless one is there, and puts it in. Rejects as `client.token` does. */
  async execute(): Promise<string> {
    const { token } = this.#field;
    const isFree = this.#handedOut !== token && this.#token.isGoodFor(this.#fields.readNumber());
    return this.handOut(isFree ? token : await this.#make());
  }

  /** Answers the token to a caller, who may send it: once they had their turn, no later submission carries it. */
  handOut(token: string): string {
    this.#handedOut = token;
    setTimeout(() => {
      if (this.#field.token === token) this.#field.take();
    });
    return token;
  }

  /** Has the next token made from the answer to the last one. Rejects as `client.answer` does. */
  async answer(response: unknown): Promise<string> {
    const number = this.#fields.readNumber();
    const answering = { number, token: this.client.answer(response) };
    this.#answering = answering;
    try {
      const token = await answering.token;
      this.#put(token, number);
      return token;
    } finally {
      if (this.#answering === answering) this.#answering = undefined;
    }
  }

  /** Begins the next token's work before anybody touches the form. */
  begin(): void {
    this.#typing.begin();
  }

  /** Asks for the submit once more that was given up. */
  retry(): void {
    this.#gate.retry();
  }

  /** Empties the field: the next submit makes another token. */
  reset(): void {
    this.#token.clear();
    this.#typing.restart();
  }

  detach(): void {
    this.#detaching.abort();
  }

  #createGate(form: HTMLFormElement, events: GuardedFormEvents): SubmitGate {
    return new SubmitGate({
      form,
      isOpen: () => events.isOpen?.() ?? true,
      isReady: () => this.#token.isGoodFor(this.#fields.readNumber()),
      takeToken: () => this.#take(events),
      makeToken: (stop) => this.#answered() ?? this.#make(stop),
      writeToken: (token) => this.#token.send(token),
      isTold: () => events.isTold?.() ?? true,
      onHeld: () => events.onHeld?.(),
      onReleased: () => this.#released(events),
    });
  }

  /** A submit that is held for no time at all. */
  #take(events: GuardedFormEvents): boolean {
    if (this.#answering) return false;
    const number = this.#fields.readNumber();
    const token = this.client.takeToken(number);
    if (token === undefined) return false;
    events.onHeld?.();
    this.#put(token, number);
    this.#released(events);
    return true;
  }

  #released(events: GuardedFormEvents): void {
    this.#typing.restart();
    events.onReleased?.();
  }

  #listen(): void {
    const { closing, client } = this;
    const comeback = new ComebackWatch({
      client,
      onBack: () => this.#comeBack(),
      onExpiring: () => this.#typing.resume(),
    });
    comeback.listen(closing);
    closing.addEventListener(
      'abort',
      client.on('token', (made) => this.#token.note(made)),
    );
    closing.addEventListener('abort', () => this.#token.close());
  }

  /** A spent token too is shown by a page from the cache; one that was not taken may be older than it seems. */
  #comeBack(): void {
    this.#token.drop();
    this.client.doubt();
    this.#typing.resume();
  }

  /** A submit that is held while a token is made from the server's answer goes with that one. */
  #answered(): Promise<string> | undefined {
    const { token, number } = this.#answering ?? {};
    return number && isSame(number, this.#fields.readNumber()) ? token : undefined;
  }

  /** A number corrected while the submit is held needs another token: the server compares them. */
  async #make(signal?: AbortSignal): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const number = this.#fields.readNumber();
      const token = await this.client.token({ ...number, signal });
      if (isSame(this.#fields.readNumber(), number) || attempt === CORRECTIONS_MAX) {
        this.#put(token, number);
        return token;
      }
    }
  }

  #put(token: string, number: NumberTyped): void {
    this.#token.put(token, number);
    this.#field.keep();
    this.#onToken?.(token);
  }
}

const isSame = (one: NumberTyped, other: NumberTyped) => numberKey(one) === numberKey(other);
