import { type Channel, type Code, isChannel, isIntegerBetween } from '@tollgate/core';
import { isGate } from './gate-brand.js';
import { orUnavailable } from './or-unavailable.js';
import { claimPermit, isPermit, isPermitOf, type Permit, settlePermit } from './permit.js';
import { TEXT_MAX_MICRO_USD } from './prices/micro-usd.js';
import { TollgateError } from './tollgate-error.js';

/** Where a text goes: taken from the permit, never from the caller. */
export interface Delivery {
  /** E.164. */
  readonly phone: string;
  readonly channel: Channel;
  readonly action: string;
  readonly permitId: string;
}

/** How one provider sends. `Text` is what its caller passes, a text or more; `Receipt` what the provider answers. */
export interface SenderDefinition<Text, Receipt> {
  /** For error messages: the provider's name. */
  readonly name: string;
  readonly channels: readonly Channel[];
  /** Segments that the provider will bill for this text; `countSegments` counts those of a plain one. */
  readonly segments: (text: Text) => number;
  /** The network call; never repeated by this package. */
  readonly send: (delivery: Delivery, text: Text) => Promise<Receipt>;
  /**
   * True only if this error proves that the provider refused before accepting: the money comes back. Default: never.
   * A time-out, a broken connection or a server error proves nothing and counts as sent.
   */
  readonly refused?: (error: unknown) => boolean;
  /**
   * What this receipt says the text cost, in whole micro-dollars, where the provider says so at once. Added where it is
   * more than was booked. Default: not known.
   */
  readonly priceMicroUsd?: (receipt: Receipt) => number | undefined;
  /** When given, permits of any other gate are refused. */
  readonly gate?: object;
}

/** What the caller believes the permit is for; compared when given. */
export interface Expected {
  readonly phone?: string;
  readonly action?: string;
  readonly channel?: Channel;
}

export type Sender<Text, Receipt> = (permit: Permit, text: Text, expected?: Expected) => Promise<Receipt>;

/**
 * Makes a sender: the one door to a provider, which opens to a live permit alone.
 *
 * The permit is checked (`permit-foreign`, `permit-number-mismatch`, `permit-action-mismatch`,
 * `permit-channel-mismatch`, `permit-segments-exceeded`), then claimed in one atomic store call
 * (`permit-claimed`, `permit-expired`, `permit-unknown`, `cap-reached`), then the provider is called once and the outcome settled.
 * Refusals are thrown as `TollgateError`, before anything is sent; the provider's own error passes through unchanged.
 * Throws `TypeError` for a definition that is not one.
 */
export function defineSender<Text, Receipt>(definition: SenderDefinition<Text, Receipt>): Sender<Text, Receipt> {
  const own = checkDefinition(definition);
  const { name } = own;
  return async (permit, text, expected = {}) => {
    if (!isPermit(permit)) throw new TypeError(`${name} sends with a permit and with nothing else`);
    const fault = faultOf(own, { permit, text, expected });
    if (fault) throw new TollgateError(fault, `${name} refused permit ${permit.id}: ${fault}`);
    const { kind } = await orUnavailable(`${name} could not claim permit ${permit.id}`, () => claimPermit(permit));
    if (kind !== 'claimed') throw new TollgateError(kind, `${name} refused permit ${permit.id}: ${kind}`);
    return deliver(own, permit, text);
  };
}

async function deliver<Text, Receipt>(
  definition: SenderDefinition<Text, Receipt>,
  permit: Permit,
  text: Text,
): Promise<Receipt> {
  const { phone, channel, action, id } = permit;
  try {
    const receipt = await definition.send({ phone, channel, action, permitId: id }, text);
    await settleQuietly(permit, 'accepted', pricedAt(definition, receipt));
    return receipt;
  } catch (error) {
    await settleQuietly(permit, provesRefusal(definition, error) ? 'failed' : 'accepted');
    throw error;
  }
}

/** Only a plain `true` is proof; a promise, or an error of the judge's own, is none. */
function provesRefusal({ refused }: Pick<SenderDefinition<unknown, unknown>, 'refused'>, error: unknown): boolean {
  try {
    return refused?.(error) === true;
  } catch {
    return false;
  }
}

/** What a receipt says the text cost; what is no price is none. */
function pricedAt<Receipt>(
  { priceMicroUsd }: Pick<SenderDefinition<unknown, Receipt>, 'priceMicroUsd'>,
  receipt: Receipt,
): number | undefined {
  try {
    const microUsd = priceMicroUsd?.(receipt);
    return isIntegerBetween(microUsd, 0, TEXT_MAX_MICRO_USD) ? microUsd : undefined;
  } catch {
    return undefined;
  }
}

/** A text whose settlement is lost stays claimed and counts as sent: the strict side. */
async function settleQuietly(permit: Permit, state: 'accepted' | 'failed', microUsd?: number): Promise<void> {
  try {
    await settlePermit(permit, state, microUsd);
  } catch {
    // What the provider answered matters more to the caller than a store that is down.
  }
}

interface Asked<Text> {
  readonly permit: Permit;
  readonly text: Text;
  readonly expected: Expected;
}

function faultOf<Text>(
  { gate, channels, segments }: Pick<SenderDefinition<Text, unknown>, 'gate' | 'channels' | 'segments'>,
  { permit, text, expected }: Asked<Text>,
): Code | undefined {
  if (gate && !isPermitOf(permit, gate)) return 'permit-foreign';
  if (expected.phone !== undefined && expected.phone !== permit.phone) return 'permit-number-mismatch';
  if (expected.action !== undefined && expected.action !== permit.action) return 'permit-action-mismatch';
  if (expected.channel !== undefined && expected.channel !== permit.channel) return 'permit-channel-mismatch';
  if (!channels.includes(permit.channel)) return 'permit-channel-mismatch';
  return isIntegerBetween(segments(text), 1, permit.segments) ? undefined : 'permit-segments-exceeded';
}

const MEMBERS = ['name', 'channels', 'segments', 'send', 'refused', 'priceMicroUsd', 'gate'];

/** Reads the definition once: what the caller does to it afterwards changes nothing. Its methods keep their `this`. */
function checkDefinition<Text, Receipt>(definition: SenderDefinition<Text, Receipt>): SenderDefinition<Text, Receipt> {
  const unknown = Object.keys(definition).find((member) => !MEMBERS.includes(member));
  if (unknown !== undefined) throw new TypeError(`unknown option "${unknown}"`);
  const {
    name,
    channels: given,
    segments,
    send,
    refused = () => false,
    priceMicroUsd = () => undefined,
    gate,
  } = definition;
  if (typeof name !== 'string' || name === '') throw new TypeError('option "name" must be a text');
  for (const [option, value] of Object.entries({ segments, send, refused, priceMicroUsd })) {
    if (typeof value !== 'function') throw new TypeError(`option "${option}" must be a function`);
  }
  if ('gate' in definition && !isGate(gate)) throw new TypeError('option "gate" must be a gate');
  const channels: readonly Channel[] = Array.isArray(given) ? Object.freeze([...(given as readonly Channel[])]) : [];
  if (channels.length === 0 || !channels.every(isChannel)) {
    throw new TypeError('option "channels" must list "sms", "voice" or both');
  }
  return Object.freeze({
    name,
    channels,
    segments: segments.bind(definition),
    send: send.bind(definition),
    refused: refused.bind(definition),
    priceMicroUsd: priceMicroUsd.bind(definition),
    ...(gate && { gate }),
  });
}
