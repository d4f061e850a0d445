import { type RefCallback, useMemo, useSyncExternalStore } from 'react';
import type { FormOptions } from '../form/form-fields.js';
import type { NumberTyped, TokenRequest } from '../options/token-request.js';
import type { TollgateOptions } from '../options/tollgate-options.js';
import type { TollgateError } from '../tollgate-error.js';
import type { TollgateState } from '../tollgate-events.js';
import { FormBinding, IDLE } from './form-binding.js';

/** As `attach` takes them. Equal options are the same options, however often they are written anew. */
export type UseTollgateOptions = TollgateOptions & FormOptions;

/** Its functions stay the same while the options do. */
export interface UseTollgate {
  /** The `ref` of the form: its submits are held until a token stands in its field, then `onSubmit` or `action` runs. */
  readonly formRef: RefCallback<HTMLFormElement>;
  readonly state: TollgateState;
  /** Why `state` is `failed`. */
  readonly error: TollgateError | undefined;
  /** For pages without a form: resolves to a token for one submission. Rejects as `Tollgate.token` does. */
  readonly token: (request: TokenRequest) => Promise<string>;
  /** For pages without a form: what was typed so far, so that `token` waits for less. Never rejects for the network. */
  readonly price: (number: NumberTyped) => Promise<void>;
  /** Resolves to a new token over the challenge in a 402, and puts it into the form. Rejects as `Tollgate.answer` does. */
  readonly answer: (response: unknown) => Promise<string>;
  /** Forgets the form's token and the error. */
  readonly reset: () => void;
}

/**
 * A client for one form, from the component's first effect until it is unmounted. Renders on a server, where it does nothing.
 * Misuse is thrown at the nearest error boundary: `TypeError` or `RangeError` that names the option.
 */
export function useTollgate(options: UseTollgateOptions): UseTollgate {
  const key = keyOf(options);
  const binding = useMemo(() => new FormBinding(JSON.parse(key) as UseTollgateOptions), [key]);
  const { state, error } = useSyncExternalStore(binding.subscribe, binding.getSnapshot, serverSnapshot);
  return useMemo(() => {
    const { bind: formRef, token, price, answer, reset } = binding;
    return { formRef, state, error, token, price, answer, reset };
  }, [binding, state, error]);
}

const serverSnapshot = () => IDLE;

/** Options are texts, numbers and booleans; a `URL` is written as its address, and what is undefined is left out. */
function keyOf(options: UseTollgateOptions): string {
  return JSON.stringify(options, Object.keys(options).sort());
}
