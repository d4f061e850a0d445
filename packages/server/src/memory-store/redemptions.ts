import type { AdmitClaim, AdmitResult, NumberKeys } from '../store.js';
import { TEXT_RULES } from '../text-rules.js';
import { ExpiringMap } from './expiring-map.js';
import type { Text } from './text.js';

interface Redemption {
  /** How often it was presented without being admitted. */
  readonly refusals: number;
  /** The permit it was admitted with, and the idempotency value that brings it again. */
  readonly idempotency?: string | undefined;
  readonly pid?: string | undefined;
}

/** What is known besides redemptions. */
interface Books {
  textOf(pid: string): Text | undefined;
  /** How long until the number may be texted again. */
  waitMs(number: NumberKeys): number;
}

const { holdMs, countedMs, presentationsMax } = TEXT_RULES;

/** Challenges that were redeemed, each once, and how often a right token was turned away. */
export class Redemptions {
  readonly #redemptions: ExpiringMap<Redemption>;

  constructor(maxEntries: number) {
    this.#redemptions = new ExpiringMap(maxEntries);
  }

  hasRoom(now: number): boolean {
    return this.#redemptions.hasRoom(now);
  }

  /** The answer to a challenge seen before, or `undefined` where it is judged as if for the first time. */
  answer(claim: AdmitClaim, books: Books, now: number): AdmitResult | undefined {
    const aliased = this.#ofAlias(claim, books, now);
    if (aliased) return aliased;
    const redemption = this.#redemptions.get(claim.jti, now);
    if (!redemption) return undefined;
    const { refusals, pid, idempotency } = redemption;
    if (pid !== undefined) {
      if (claim.idempotency === undefined) return { kind: 'used' };
      if (claim.idempotency !== idempotency) return { kind: 'mismatch' };
      const text = books.textOf(pid);
      if (text && isAlive(text, now)) return repeated(text, books.waitMs(claim.number));
    }
    return refusals >= (claim.isSecondCall ? presentationsMax + 1 : presentationsMax) ? { kind: 'used' } : undefined;
  }

  redeem({ jti, alias, idempotency, permit, redeemedUntilMs }: AdmitClaim, now: number): void {
    const refusals = this.#redemptions.get(jti, now)?.refusals ?? 0;
    const redemption = { refusals, idempotency, pid: permit.pid };
    this.#redemptions.set(jti, redemption, redeemedUntilMs);
    // A key may come again after its token has expired: it finds its text for as long as that counts.
    if (alias !== undefined) this.#redemptions.set(alias, redemption, now + countedMs);
  }

  /** Counts a presentation that was turned away; its second call is the same one. */
  refuse({ jti, isSecondCall, redeemedUntilMs }: AdmitClaim, now: number): void {
    if (isSecondCall) return;
    const before = this.#redemptions.get(jti, now);
    this.#redemptions.set(jti, { ...before, refusals: (before?.refusals ?? 0) + 1 }, redeemedUntilMs);
  }

  /** The permit that the same key was given before; one that failed texted nobody, and the key is judged anew. */
  #ofAlias({ alias, number }: AdmitClaim, books: Books, now: number): AdmitResult | undefined {
    const pid = alias === undefined ? undefined : this.#redemptions.get(alias, now)?.pid;
    const text = pid === undefined ? undefined : books.textOf(pid);
    return text && text.state !== 'failed' && isAlive(text, now) ? repeated(text, books.waitMs(number)) : undefined;
  }
}

/** False for a hold that ran out unclaimed. */
function isAlive({ state, heldAtMs }: Text, now: number): boolean {
  return state !== 'held' || now - heldAtMs < holdMs;
}

function repeated({ permit, state, tier, heldAtMs }: Text, resendAfterMs: number): AdmitResult {
  return { kind: 'repeated', permit, state, tier, heldUntilMs: heldAtMs + holdMs, resendAfterMs };
}
