import type { Tollgate } from '../browser/tollgate.js';
import { checkOptions } from '../options/check-options.js';
import { TOLLGATE_OPTION_NAMES, type TollgateOptions } from '../options/tollgate-options.js';
import { FORM_OPTION_NAMES, FormFields, type FormOptions } from './form-fields.js';
import { GuardedForm, type GuardedFormEvents } from './guarded-form.js';
import { HiddenField } from './hidden-field.js';
import type { TokenField } from './token-field.js';

/** A client made elsewhere, or the options to make one; and where the form keeps its fields. */
export type AttachOptions = FormOptions & ({ readonly client: Tollgate } | TollgateOptions);

export interface Attachment {
  readonly client: Tollgate;
  /** Takes all listeners off the form. Closes the client, unless it was made elsewhere. */
  detach(): void;
}

/** What is done differently by who attaches. */
export interface AttachWiring {
  /** Makes the client where none is given; it refuses options that are not its own. */
  readonly create: (options: unknown) => Tollgate;
  /** Makes what holds the token, in place of a hidden input of the form. */
  readonly createField?: () => TokenField | undefined;
  readonly events?: GuardedFormEvents;
}

const attached = new WeakSet<HTMLFormElement>();

/** Attaches to a form. Throws as `attach` says. */
export function attachForm(form: HTMLFormElement, options: AttachOptions, wiring: AttachWiring): GuardedForm {
  if (!(form instanceof HTMLFormElement)) throw new TypeError('form: expected a form element');
  if (attached.has(form)) throw new TypeError('form: attached already');
  const ownsClient = !Object.hasOwn(
    checkOptions(options, ['client', 'workerUrl', ...FORM_OPTION_NAMES, ...TOLLGATE_OPTION_NAMES]),
    'client',
  );
  const { phone, country, field, ...rest } = options;
  const fields = new FormFields(form, { phone, country, field });
  const client = ownsClient ? wiring.create(rest) : readClient(rest);
  const tokenField = wiring.createField?.() ?? new HiddenField(form, fields.tokenName);
  const guarded = new GuardedForm({ form, fields, client, tokenField }, wiring.events);
  attached.add(form);
  guarded.closing.addEventListener('abort', () => {
    attached.delete(form);
    if (ownsClient) client.close();
  });
  onceRemoved(form, guarded.closing, () => guarded.detach());
  return guarded;
}

/** With a client, options of a client would be ignored: they are refused. */
function readClient(rest: object): Tollgate {
  const { client } = checkOptions(rest, ['client']) as { client?: Partial<Tollgate> | null };
  if (typeof client?.token !== 'function' || typeof client.takeToken !== 'function') {
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
  for (const root of new Set([document, form.getRootNode()]))
    observer.observe(root, { childList: true, subtree: true });
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}
