import { TollgateError } from './tollgate-error.js';

/** Asks the store; where it fails, a `TollgateError` with `store-unavailable`, this message and the failure as its cause. */
export async function orUnavailable<T>(message: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new TollgateError('store-unavailable', message, { cause });
  }
}
