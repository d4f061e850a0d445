import type { Channel } from '@tollgate/core';
import { TollgateError } from '../tollgate-error.js';
import type { UsdOf } from './operator-prices.js';
import { isPriceUsd, PRICE_RULE } from './price-limits.js';

/**
 * What the operator's function says of one number, in dollars. Throws a `TollgateError` with `price-invalid` for
 * anything but a price or `undefined`, and with the `cause` where the function threw. No message carries the number.
 */
export function askOperator(usdOf: UsdOf, phone: string, channel: Channel): number | undefined {
  const answer = call(usdOf, phone, channel);
  if (answer === undefined || isPriceUsd(answer)) return answer;
  // Nobody waits for it: without this its rejection would end the process.
  if (answer instanceof Promise) answer.catch(() => undefined);
  throw new TollgateError('price-invalid', `option "prices.usdOf": its answer ${PRICE_RULE}, not ${kindOf(answer)}`);
}

function call(usdOf: UsdOf, phone: string, channel: Channel): unknown {
  try {
    return usdOf(phone, channel);
  } catch (cause) {
    throw new TollgateError('price-invalid', 'option "prices.usdOf": it threw', { cause });
  }
}

function kindOf(answer: unknown): string {
  if (typeof answer === 'number') return String(answer);
  if (answer instanceof Promise) return 'a promise';
  return answer === null ? 'null' : `a value of type ${typeof answer}`;
}
