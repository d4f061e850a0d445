import { onceIdle } from '../browser/once-idle.js';
import { attachForm } from '../form/attach-form.js';
import type { GuardedForm } from '../form/guarded-form.js';
import { InternalsField } from './internals-field.js';
import { Presenter } from './presenter.js';
import { readRefusal } from './read-refusal.js';
import { readResponse } from './read-response.js';
import type { Situation } from './situation.js';
import type { TollgateWidgetElement, TollgateWidgetEvents } from './tollgate-widget-element.js';
import type { WidgetEnvironment } from './widget-environment.js';
import { OPTION_ATTRIBUTES, readWidgetOptions } from './widget-options.js';
import { WidgetStage } from './widget-stage.js';

const NAME = 'tollgate-widget';
const DEFAULT_FIELD = 'tollgate-token';
/** A day: nobody counts longer. */
const SECONDS_MAX = 86_400;

/** Defines `<tollgate-widget>` in a page, once. On a server, where there are no elements, it does nothing. */
export function defineWidget(environment: WidgetEnvironment): void {
  if (typeof customElements === 'undefined' || customElements.get(NAME)) return;
  customElements.define(NAME, createWidgetClass(environment));
}

function createWidgetClass(environment: WidgetEnvironment): CustomElementConstructor {
  return class TollgateWidget extends HTMLElement implements TollgateWidgetElement {
    static readonly formAssociated = true;
    static readonly observedAttributes = [...OPTION_ATTRIBUTES, 'reply', 'resend-in', 'appearance', 'language'];

    readonly #internals = internalsOf(this);
    readonly #stage = new WidgetStage(this, { environment, internals: this.#internals, onRetry: () => this.#retry() });
    #guarded: GuardedForm | undefined;
    #presenter: Presenter | undefined;
    #field: InternalsField | undefined;
    /** The form that is guarded now. */
    #home: HTMLFormElement | undefined;
    #disabled = false;
    #starting = false;
    readonly #onTouch = () => this.#settle();
    /** What is wrong with the attributes, and was told. */
    #fault = '';
    /** What the browser's history kept for a start that is still to come. */
    #restored: string | undefined;
    /** Makes the token that somebody waited for last once more; none where it was a submit. */
    #remake: (() => void) | undefined;

    get form(): HTMLFormElement | null {
      return this.#internals?.form ?? this.closest('form');
    }

    get name(): string {
      return this.getAttribute('field') ?? this.getAttribute('name') ?? DEFAULT_FIELD;
    }

    set name(name: string) {
      this.setAttribute('name', name);
    }

    get value(): string {
      this.#field?.take();
      if (this.#field) return this.#field.token;
      const field = this.form?.querySelector<HTMLInputElement>(`input[name="${CSS.escape(this.name)}"]`);
      return field?.value ?? '';
    }

    get isExpired(): boolean {
      return this.#guarded?.isExpired ?? false;
    }

    get validity(): ValidityState | undefined {
      return this.#internals?.validity;
    }

    get validationMessage(): string {
      return this.#internals?.validationMessage ?? '';
    }

    checkValidity(): boolean {
      return this.#internals?.checkValidity() ?? true;
    }

    reportValidity(): boolean {
      return this.#internals?.reportValidity() ?? true;
    }

    async execute(): Promise<string> {
      return this.#whileHeld((guarded) => guarded.execute());
    }

    async answer(response: unknown): Promise<string | undefined> {
      const guarded = this.#started();
      const body = await readResponse(response);
      if (isWork(body)) return guarded.handOut(await this.#work(body));
      this.#answered(body);
      return undefined;
    }

    resendIn(seconds: number): void {
      if (!(seconds >= 0 && seconds <= SECONDS_MAX)) throw new RangeError('seconds: expected 0 to 86,400');
      const guarded = this.#started();
      const untilMs = performance.now() + 1_000 * seconds;
      this.#presenter?.answered({ kind: 'wait', untilMs, again: true, ways: [] });
      guarded.begin();
    }

    reset(): void {
      this.#guarded?.reset();
      this.#presenter?.clear();
    }

    connectedCallback(): void {
      // A form knows its elements by their names, and would take this one for the input.
      if (!this.hasAttribute('name') && !this.hasAttribute('field')) this.setAttribute('name', DEFAULT_FIELD);
      this.#settle();
    }

    disconnectedCallback(): void {
      // Moved elsewhere, it is in the document again before this runs.
      queueMicrotask(() => this.isConnected || this.#stop());
    }

    attributeChangedCallback(name: string, before: string | null, now: string | null): void {
      if (before === now || !this.isConnected) return;
      if (name === 'appearance' || name === 'language') this.#stage.refresh();
      else if (name !== 'reply' && name !== 'resend-in') this.#startSoon();
      // Not started yet, it reads both when it does.
      else if (this.#home) this.#try(() => this.#readServer());
    }

    formAssociatedCallback(): void {
      this.#settle();
    }

    formDisabledCallback(disabled: boolean): void {
      this.#disabled = disabled;
    }

    formResetCallback(): void {
      this.reset();
    }

    formStateRestoreCallback(state: unknown): void {
      if (typeof state !== 'string' || state === '') return;
      this.#restored = state;
      if (this.#home) this.#readServer();
    }

    /** Moved within its form it goes on as it is, with token and pieces. */
    #settle(): void {
      if (this.isConnected && this.form !== this.#home) this.#startSoon();
    }

    /** Attributes are set one by one, and what else is in a form is parsed later. */
    #startSoon(): void {
      if (this.#starting) return;
      this.#starting = true;
      const start = () => {
        if (this.#starting && this.isConnected) this.#try(() => this.#start());
        this.#starting = false;
      };
      if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start, { once: true });
      else queueMicrotask(start);
    }

    #start(): void {
      this.#starting = false;
      this.#stop();
      this.#attach();
      this.#readServer();
    }

    #try(work: () => void): void {
      try {
        work();
        this.#fault = '';
      } catch (error) {
        // What is missing may come later, as the fields of a second step do.
        this.form?.addEventListener('focusin', this.#onTouch, { once: true });
        const { message } = error as Error;
        if (message !== this.#fault) this.#tell('tollgate-error', error as Error);
        this.#fault = message;
      }
    }

    #attach(): void {
      const { form } = this;
      if (!form) throw new TypeError('form: expected a form around the element');
      const guarded = attachForm(form, readWidgetOptions(this) as never, {
        create: environment.createClient,
        createField: () => (this.#field = this.#ownField(form)),
        events: {
          onHeld: () => this.#held(),
          onReleased: () => this.#presenter?.released(),
          onToken: (token) => this.#tell('tollgate-token', { token }),
          onExpired: () => this.#expired(),
          onNumber: () => this.#presenter?.clear(),
          isOpen: () => !this.#disabled,
          isTold: () => this.#stage.isLoaded,
        },
      });
      this.#guarded = guarded;
      this.#home = form;
      this.#listen(guarded);
    }

    /** None where a hidden input is to hold the token. */
    #ownField(form: HTMLFormElement): InternalsField | undefined {
      if (!this.#internals || this.hasAttribute('field')) return undefined;
      return new InternalsField(this.#internals, form, this.name);
    }

    #listen({ client, closing }: GuardedForm): void {
      const show = (situation: Situation) => this.#show(situation);
      this.#presenter = new Presenter({ client, show, signal: closing });
      client.on('error', ({ error }) => this.#tell('tollgate-error', error));
      client.on('fallback', (detail) => this.#tell('tollgate-fallback', detail));
      const preload = () => void onceIdle(() => this.#stage.preload());
      this.#home?.addEventListener('focusin', preload, { once: true, signal: closing });
      if (this.getAttribute('appearance') === 'always') this.#stage.show({ kind: 'idle' });
    }

    #stop(): void {
      this.#guarded?.detach();
      this.#guarded = this.#presenter = this.#field = this.#home = undefined;
      this.#stage.clear();
    }

    #started(): GuardedForm {
      // Whoever calls at once, as after `render`, waits for no start that would begin anew.
      if (!this.#guarded || this.#starting) this.#start();
      return this.#guarded!;
    }

    /** What the page was rendered with: the answer to the form that led here, and when another text is possible. */
    #readServer(): void {
      const reply = this.#restored ?? this.getAttribute('reply');
      this.#restored = undefined;
      const resendIn = Number(this.getAttribute('resend-in') ?? NaN);
      if (reply) this.#readReply(reply);
      if (resendIn > 0) this.resendIn(resendIn);
    }

    #readReply(json: string): void {
      try {
        const body: unknown = JSON.parse(json);
        // Nobody else has that token: it stays for the next submit.
        if (isWork(body)) this.#work(body).catch(() => undefined);
        else this.#answered(body);
      } catch (cause) {
        this.#tell('tollgate-error', new TypeError('reply: expected JSON', { cause }));
      }
    }

    #answered(body: unknown): void {
      const situation = readRefusal(body, performance.now());
      if (!situation) return;
      const { code, ways, retryAfterSec } = body as Readonly<Record<string, unknown>>;
      // A secret is for this moment; the rest is shown again to who comes back by the browser's history.
      this.#keepState(JSON.stringify({ code, ways, retryAfterSec }));
      this.#presenter?.answered(situation);
    }

    #work(body: object): Promise<string> {
      return this.#whileHeld((guarded) => guarded.answer(body));
    }

    #keepState(state: string): void {
      if (this.#field) this.#field.keepState(state);
      else this.#internals?.setFormValue(null, state);
    }

    #held(): void {
      this.#remake = undefined;
      // What was answered before is not of this submission.
      this.#keepState('');
      this.#presenter?.held();
    }

    /** Somebody waits for this token. */
    async #whileHeld(make: (guarded: GuardedForm) => Promise<string>): Promise<string> {
      const guarded = this.#started();
      this.#remake = () => void this.#whileHeld(make).catch(() => undefined);
      this.#presenter?.held();
      try {
        return await make(guarded);
      } finally {
        this.#presenter?.released();
      }
    }

    #retry(): void {
      if (this.#remake) this.#remake();
      else this.#guarded?.retry();
    }

    #show(situation: Situation): void {
      if (situation.kind === 'idle') this.#keepState('');
      this.#stage.show(situation);
      this.#tell('tollgate-situation', situation);
    }

    #expired(): void {
      this.#presenter?.expired();
      this.#tell('tollgate-expired', {});
    }

    #tell<Name extends keyof TollgateWidgetEvents>(name: Name, detail: TollgateWidgetEvents[Name]): void {
      this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    }
  };
}

const isWork = (body: unknown): body is object => typeof body === 'object' && body !== null && 'challenge' in body;

/** Browsers before 2023 have none; then a hidden input holds the token. */
function internalsOf(element: HTMLElement): ElementInternals | undefined {
  const attach = (element as { attachInternals?: () => ElementInternals }).attachInternals;
  const internals = attach?.call(element);
  return internals && 'setFormValue' in internals ? internals : undefined;
}
