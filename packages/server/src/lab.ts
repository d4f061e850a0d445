import { primitives } from '#primitives';
import { type PuzzleRow, utf8 } from '@tollgate/core';
import { judgeVerified } from './admit.js';
import { bookedRequest } from './booked-request.js';
import { answerChallenge } from './challenge-handler.js';
import { ChallengeRate } from './challenge-rate.js';
import { refusalOf } from './door-reply.js';
import { checkFacts, type Facts } from './facts.js';
import { type Gate, GateOfContext } from './gate.js';
import { createGateContext, type GateContext } from './gate-context.js';
import type { Later } from './meter-watch.js';
import { networkOf } from './ip-network.js';
import { type GateOptions, resolveOptions } from './options.js';
import type { Destination } from './phone-number.js';
import type { Primitives } from './primitives/primitives.js';
import type { RoomRules } from './room-rules.js';
import type { Verdict } from './verdict.js';

export type { Later } from './meter-watch.js';
export { networkOf } from './ip-network.js';
export { createPriceTable } from './prices/price-table.js';
export type { PriceTable } from './prices/price-table.js';
export { ROOM_RULES } from './room-rules.js';
export type { PartRule, RoomRules } from './room-rules.js';

/** What a laboratory puts in place of a gate's own parts. */
export interface LabSeams {
  readonly clock?: () => number;
  readonly random?: (length: number) => Uint8Array;
  /** Stands in for the default puzzle, under its name: work that is booked instead of done. */
  readonly puzzle?: PuzzleRow;
  /** Signatures that are booked instead of made. */
  readonly verifyEs256?: Primitives['verifyEs256'];
  /** Other rules of room than a gate has. */
  readonly rules?: RoomRules;
  /** Has the gate look at its meters, and wait for `ipData`, by another clock's time. Default: timers. */
  readonly later?: Later;
}

/** A request to text whose number was read, whose work was shown and whose signature held: booked, not done. */
export interface BookedRequest {
  readonly facts: Omit<Facts, 'token' | 'phone'>;
  readonly destination: Destination;
  /** The device key's thumbprint, 32 bytes. */
  readonly device: Uint8Array;
  /** The challenge's `jti`, 16 bytes. */
  readonly challengeId: Uint8Array<ArrayBuffer>;
}

/** What a challenge's caller sends and is answered, without HTTP around it. */
export interface ChallengeAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A gate of a laboratory. */
export interface LabGate extends Gate {
  /** Answers what `POST {base}/challenge` would; the body is written as JSON. */
  challenge(body: object, from: { readonly origin: string; readonly ip: string }): Promise<ChallengeAnswer>;
  /** Judges from the tier step on: price, tier, meters, verdict. */
  judge(request: BookedRequest): Promise<Verdict>;
}

/**
 * For measuring and simulating: the gate's own code, over parts of the caller's choosing. It may take the caller's word
 * for work and signatures, so nothing that faces the public may be built with it: to senders that name their gate it is
 * none, and its permits open nowhere else.
 */
export function createLabGate(options: GateOptions, seams: LabSeams = {}): LabGate {
  const { clock, random, puzzle, verifyEs256, rules, later } = seams;
  const resolved = resolveOptions({ ...options, ...(clock && { clock }), ...(random && { random }) });
  const own = verifyEs256 ? { ...primitives, verifyEs256 } : primitives;
  const context = createGateContext(resolved, own, { rules, puzzle, later });
  return new LabGateOfContext(context);
}

class LabGateOfContext extends GateOfContext implements LabGate {
  readonly #lab: GateContext;
  readonly #rate = new ChallengeRate();

  constructor(context: GateContext) {
    super(context);
    this.#lab = context;
  }

  async challenge(
    body: object,
    { origin, ip }: { readonly origin: string; readonly ip: string },
  ): Promise<ChallengeAnswer> {
    if (!this.#rate.take(networkOf(ip), this.#lab.options.clock())) {
      return { status: 429, body: refusalOf('challenge-rate-exceeded').body };
    }
    const { status, body: answer } = await answerChallenge(this.#lab, utf8(JSON.stringify(body)), origin);
    return { status, body: answer };
  }

  async judge({ facts: given, destination, device, challengeId }: BookedRequest): Promise<Verdict> {
    const facts = checkFacts(given);
    if ('wrong' in facts) throw new TypeError(`facts: "${facts.wrong}" is wrong`);
    const request = bookedRequest(this.#lab, { facts, destination, device, challengeId });
    return (await judgeVerified(this.#lab, this, request)).verdict;
  }
}
