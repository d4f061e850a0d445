import type { Tollgate } from '../browser/tollgate.js';
import { checkOptions } from '../options/check-options.js';
import { TOLLGATE_OPTION_NAMES, type TollgateOptions } from '../options/tollgate-options.js';
import { FORM_OPTION_NAMES, FormFields, type FormOptions } from './form-fields.js';
import { SubmitGate } from './submit-gate.js';
import { TypingWatch } from './typing-watch.js';

/** A client made elsewhere, or the options to make one; and where the form keeps its fields. */
export type AttachOptions = FormOptions & ({ readonly client: Tollgate } | TollgateOptions);

export interface Attachment {
  readonly client: Tollgate;
  /** Takes all listeners off the form. Closes the client, unless it was made elsewhere. */
  detach(): void;
}

const CORRECTIONS_MAX = 3;
const attached = new WeakSet<HTMLFormElement>();

/** Attaches to a form, with `create` making the client where none is given. Throws as `attach` says. */
export function attachForm(
  form: HTMLFormElement,
  options: AttachOptions,
  create: (options: unknown) => Tollgate,
): Attachment {
  if (!(form instanceof HTMLFormElement)) throw new TypeError('form: expected a form element');
  if (attached.has(form)) throw new TypeError('form: attached already');
  const ownsClient = !Object.hasOwn(
    checkOptions(options, ['client', ...FORM_OPTION_NAMES, ...TOLLGATE_OPTION_NAMES]),
    'client',
  );
  const { phone, country, field, ...rest } = options;
  const fields = new FormFields(form, { phone, country, field });
  const client = ownsClient ? create(rest) : readClient(rest);
  const detaching = new AbortController();
  const { signal } = detaching;
  attached.add(form);
  signal.addEventListener('abort', () => {
    attached.delete(form);
    if (ownsClient) client.close();
  });
  listen({ form, fields, client }, signal);
  const detach = () => detaching.abort();
  onceRemoved(form, signal, detach);
  return { client, detach };
}

interface Parts {
  readonly form: HTMLFormElement;
  readonly fields: FormFields;
  readonly client: Tollgate;
}

function listen({ form, fields, client }: Parts, signal: AbortSignal): void {
  const gate = new SubmitGate({
    form,
    makeToken: (stop) => makeToken(client, fields, stop),
    writeToken: (token) => fields.writeToken(token),
    onPassed: () => watch.restart(),
  });
  const watch = new TypingWatch(client, fields, () => gate.holding);
  watch.listen(form, signal);
  gate.listen(signal);
  // A page that comes back from the cache shows its fields as they were, a spent token too.
  const clear = (event: PageTransitionEvent) => {
    if (event.persisted) fields.writeToken('');
  };
  globalThis.addEventListener('pageshow', clear, { signal });
}

/** A number corrected while the submit is held needs another token: the server compares them. */
async function makeToken(client: Tollgate, fields: FormFields, signal: AbortSignal): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const number = fields.readNumber();
    const token = await client.token({ ...number, signal });
    const now = fields.readNumber();
    const unchanged = now.phone === number.phone && now.country === number.country;
    if (unchanged || attempt === CORRECTIONS_MAX) return token;
  }
}

/** With a client, options of a client would be ignored: they are refused. */
function readClient(rest: object): Tollgate {
  const { client } = checkOptions(rest, ['client']) as { client?: Partial<Tollgate> | null };
  if (typeof client?.token !== 'function' || typeof client.prepare !== 'function') {
    throw new TypeError('client: expected what createTollgate answers');
  }
  return client as Tollgate;
}

/** Frameworks take forms out without a word. Being moved is out and in again before the observer is called. */
function onceRemoved(form: HTMLFormElement, signal: AbortSignal, then: () => void): void {
  let connected = form.isConnected;
  const observer = new MutationObserver(() => {
    const wasConnected = connected;
    connected = form.isConnected;
    if (wasConnected && !connected) then();
  });
  observer.observe(document, { childList: true, subtree: true });
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}
