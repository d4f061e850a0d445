import type { Signals } from '@tollgate/core';
import type { Impression } from './evidence/evidence.js';
import { impressionOf } from './evidence/impression-of.js';
import { sightingOf } from './evidence/sighting.js';
import type { CheckedFacts } from './facts.js';
import type { GateContext } from './gate-context.js';
import { networkOf } from './ip-network.js';
import type { Destination } from './phone-number.js';
import type { Asked } from './room.js';
import { bookedPrice } from './text-price.js';
import type { TextPrice } from './prices/price.js';
import { whereaboutsOf } from './whereabouts.js';

/** A request whose number is known, and what its browser said of itself. */
export interface Asking {
  readonly facts: CheckedFacts;
  readonly destination: Destination;
  readonly signals: Signals;
}

/** What a request asks room for and at which price, and the impression that it makes. */
export interface PricedAsking {
  readonly price: TextPrice;
  readonly asked: Asked;
  readonly impression: Impression;
}

/** Prices a request; `undefined` where the operator's own function gives no price. */
export async function askedOf(
  context: GateContext,
  { facts, destination, signals }: Asking,
): Promise<PricedAsking | undefined> {
  const booked = bookedPrice(context.prices, destination.e164, facts);
  if (!booked) return undefined;
  const { price, textMicroUsd } = booked;
  const network = await context.epochKeys.network(networkOf(facts.ip), context.options.clock());
  const { asn, ...whereabouts } = whereaboutsOf(context, facts, destination);
  const impression = impressionOf(sightingOf(facts, signals, whereabouts));
  const { standing } = impression;
  const { channel } = facts;
  const microUsd = price.totalMicroUsd;
  const asked = { facts, destination, channel, microUsd, textMicroUsd, network, asn, standing };
  return { price, asked, impression };
}
