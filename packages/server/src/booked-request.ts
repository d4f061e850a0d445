import { LIMITS, type Signals, workCost } from '@tollgate/core';
import type { VerifiedRequest } from './admit.js';
import type { CheckedFacts } from './facts.js';
import type { GateContext } from './gate-context.js';
import type { Destination } from './phone-number.js';

/** A request whose token is taken for right: its work and its signature are booked, not done. */
interface Booked {
  readonly facts: CheckedFacts;
  readonly destination: Destination;
  /** The device key's RFC 7638 thumbprint, 32 bytes. */
  readonly device: Uint8Array;
  /** The challenge's `jti`, 16 bytes. */
  readonly challengeId: Uint8Array<ArrayBuffer>;
  readonly signals?: Signals;
}

const NO_KEY = Object.freeze({ kty: 'EC', crv: 'P-256', x: '', y: '' });

/** What a request is after its token held, at base work and made for its own form. */
export function bookedRequest(context: GateContext, booked: Booked): VerifiedRequest {
  const { facts, destination, device, challengeId, signals = {} } = booked;
  const { site, work } = context.options;
  const { action, channel, origin = '' } = facts;
  const iatSec = context.nowSec();
  const expSec = iatSec + LIMITS.challengeTtlSec;
  const challenge = { site, action, channel, origin, iatSec, expSec, jti: challengeId, puzzle: work };
  const token = { deviceKey: NO_KEY, challenge: '', nonces: [], signals };
  return { facts, verified: { token, challenge, destination, thumbprint: device, work: workCost(work) } };
}
