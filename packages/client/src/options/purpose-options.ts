import { type Channel, isAction, isChannel } from '@tollgate/core';

/** What the tokens of one client are for. */
export interface Purpose {
  readonly action: string;
  readonly channel: Channel;
}

/** Reads `action` and `channel`. Throws `TypeError` if one is not a text, `RangeError` if it is not a possible one. */
export function readPurpose(options: Readonly<Record<string, unknown>>): Purpose {
  const { action, channel = 'sms' } = options;
  if (typeof action !== 'string') throw new TypeError('action: expected a text');
  if (!isAction(action)) throw new RangeError('action: expected 1 to 32 of a-z, 0-9, ".", "_", "-"');
  if (typeof channel !== 'string') throw new TypeError('channel: expected a text');
  if (!isChannel(channel)) throw new RangeError('channel: expected "sms" or "voice"');
  return { action, channel };
}
