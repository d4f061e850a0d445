import { LIMITS } from '@tollgate/core';
import { monotonicClock } from '../monotonic-clock.js';
import { leftBy, progressOf, VERIFIED_WITHIN_MS } from '../outcomes.js';
import { TollgateError } from '../tollgate-error.js';
import type {
  AdmitClaim,
  AdmitResult,
  Choice,
  ClaimResult,
  Outcome,
  PermitRecord,
  PermitState,
  Report,
  ReportResult,
  ReportSubject,
  Row,
  RowUse,
  Store,
  Sum,
  Tier,
} from '../store.js';
import { ALL_SUMS } from './bucket-ring.js';
import { ExpiringMap } from './expiring-map.js';
import { type Entry, Meter } from './meter.js';

export interface MemoryStoreOptions {
  /** Milliseconds since 1970. Default: as the gate's. */
  readonly clock?: () => number;
  /**
   * Most redemptions, permits and numbers kept at once, each. Default 200,000: about 260 MB when full (1.3 kB of resident
   * memory a text, measured 2026-11-22).
   */
  readonly maxEntries?: number;
}

interface Redemption {
  /** How often it was presented without being admitted. */
  refusals: number;
  readonly idempotency?: string | undefined;
  readonly pid?: string | undefined;
}

interface Text extends Entry {
  readonly permit: PermitRecord;
  readonly tier: Tier;
  readonly meters: readonly string[];
  readonly heldAtMs: number;
  state: PermitState;
  claimedAtMs: number | undefined;
  microUsd: number;
  outcome: Outcome | undefined;
  /** The text that was its number's newest before this one; kept until this one is known to be out. */
  displaced: Text | undefined;
}

/** A right token that met full meters may come again this often in all. */
const PRESENTATIONS_MAX = 5;
const HOLD_MS = LIMITS.permitTtlSec * 1_000;
/** How long outcomes still find a text: the day's window and its spare bucket, and an hour. */
const TEXT_TTL_MS = 26 * 3_600_000;

/**
 * The store of one process, in bounded memory: it refuses (`store-unavailable`) rather than forgets. What it keeps is
 * gone with the process; several processes need a shared store.
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): Store {
  const { clock = monotonicClock, maxEntries = 200_000 } = options;
  if (typeof clock !== 'function') throw new TypeError('option "clock" must be a function');
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) {
    throw new RangeError('option "maxEntries" must be a whole number of at least 1');
  }
  return new MemoryStore(clock, maxEntries);
}

class MemoryStore implements Store {
  readonly #clock: () => number;
  readonly #meters = new Map<string, Meter>();
  readonly #redemptions: ExpiringMap<Redemption>;
  readonly #texts: ExpiringMap<Text>;
  /** Keyed hash of a number → its newest claimed text. */
  readonly #newest: ExpiringMap<Text>;
  #latestMs = -Infinity;

  constructor(clock: () => number, maxEntries: number) {
    this.#clock = clock;
    this.#redemptions = new ExpiringMap(maxEntries);
    this.#texts = new ExpiringMap(maxEntries);
    this.#newest = new ExpiringMap(maxEntries);
  }

  async admit(claim: AdmitClaim, choices: readonly Choice[]): Promise<AdmitResult> {
    const now = this.#now();
    if (claim.redeemedUntilMs <= now) {
      // A clock that jumped ahead and back: what this redemption would be compared with may be forgotten already.
      throw new TollgateError('store-unavailable', 'the store no longer remembers redemptions of that time');
    }
    const redemption = this.#redemptions.get(claim.jti, now);
    const settled = redemption && this.#judgeAgain(redemption, claim, now);
    if (settled) return settled;
    this.#demandRoom(now);
    const { fitting, full } = this.#firstFit(claim.permit.microUsd, choices, now);
    if (!fitting) {
      this.#countRefusal(claim, redemption);
      return { kind: 'full', row: full };
    }
    this.#hold(claim, fitting, now);
    return { kind: 'granted', tier: fitting.tier, heldUntilMs: now + HOLD_MS, rows: fitting.uses };
  }

  async claim(pid: string): Promise<ClaimResult> {
    const now = this.#now();
    const text = this.#texts.get(pid, now);
    if (!text) return 'permit-unknown';
    if (text.state !== 'held') return 'permit-claimed';
    if (now - text.heldAtMs >= HOLD_MS) return 'permit-expired';
    for (const meter of text.meters) this.#meter(meter).claim(text, now);
    text.state = 'claimed';
    text.claimedAtMs = now;
    text.displaced = this.#newest.get(text.permit.number, now);
    this.#texts.set(pid, text, now + TEXT_TTL_MS);
    this.#newest.set(text.permit.number, text, now + TEXT_TTL_MS);
    return 'claimed';
  }

  async settle(pid: string, state: 'accepted' | 'failed'): Promise<boolean> {
    const now = this.#now();
    const text = this.#texts.get(pid, now);
    if (text?.state !== 'claimed') return false;
    // An outcome proves acceptance: nothing comes back after one.
    const contradicted = state === 'failed' && text.outcome !== undefined;
    text.state = contradicted ? 'accepted' : state;
    if (contradicted) return false;
    if (state === 'accepted') text.displaced = undefined;
    else this.#takeBack(text, now);
    return true;
  }

  async report(subject: ReportSubject, { outcome, microUsd }: Report): Promise<ReportResult> {
    const now = this.#now();
    const text = 'pid' in subject ? this.#texts.get(subject.pid, now) : this.#newest.get(subject.number, now);
    if (text?.claimedAtMs === undefined) return 'report-unknown';
    if ('number' in subject && outcome === 'verified' && now - text.claimedAtMs > VERIFIED_WITHIN_MS) {
      return 'report-unknown';
    }
    if (text.outcome === outcome) return 'report-repeated';
    if (text.state === 'failed' || progressOf(outcome) <= progressOf(text.outcome)) return 'outcome-contradicts';
    const left = leftBy(text.outcome);
    if (microUsd !== undefined && microUsd > text.microUsd) this.#surcharge(text, microUsd, left);
    const leaving = leftBy(outcome).filter((sum) => !left.includes(sum));
    text.outcome = outcome;
    this.#release(text, leaving);
    return 'reported';
  }

  /** Keeps everything: a store that forgot on `close` would grant the same money again. */
  async close(): Promise<void> {}

  /** The answer to a redemption seen before, or `undefined` where it is judged as if for the first time. */
  #judgeAgain(redemption: Redemption, claim: AdmitClaim, now: number): AdmitResult | undefined {
    if (redemption.pid === undefined) return redemption.refusals >= PRESENTATIONS_MAX ? { kind: 'used' } : undefined;
    if (claim.idempotency === undefined) return { kind: 'used' };
    if (claim.idempotency !== redemption.idempotency) return { kind: 'mismatch' };
    const text = this.#texts.get(redemption.pid, now);
    if (!text || (text.state === 'held' && now - text.heldAtMs >= HOLD_MS)) return undefined;
    const { permit, state, tier, heldAtMs } = text;
    return { kind: 'repeated', permit, state, tier, heldUntilMs: heldAtMs + HOLD_MS };
  }

  #firstFit(
    microUsd: number,
    choices: readonly Choice[],
    now: number,
  ): { fitting: Choice & { uses: RowUse[] }; full?: never } | { fitting?: never; full: RowUse } {
    let full: RowUse | undefined;
    for (const choice of choices) {
      const uses = choice.rows.map((row) => this.#use(row, now));
      full = uses.find((use) => use.usedMicroUsd + microUsd > use.limitMicroUsd);
      if (!full) return { fitting: { ...choice, uses } };
    }
    if (!full) throw new TollgateError('facts-invalid', 'a text needs at least one choice of rows');
    return { full };
  }

  #hold(claim: AdmitClaim, choice: Choice, now: number): void {
    const { permit, jti, idempotency, redeemedUntilMs } = claim;
    const text: Text = {
      permit,
      tier: choice.tier,
      meters: [...new Set(choice.rows.map((row) => row.meter))],
      heldAtMs: now,
      claimedAtMs: undefined,
      microUsd: permit.microUsd,
      state: 'held',
      outcome: undefined,
      displaced: undefined,
    };
    for (const meter of text.meters) this.#meter(meter).hold(text);
    this.#texts.set(permit.pid, text, Math.max(redeemedUntilMs, now + HOLD_MS));
    this.#redemptions.set(jti, { refusals: 0, idempotency, pid: permit.pid }, redeemedUntilMs);
  }

  #countRefusal({ jti, redeemedUntilMs }: AdmitClaim, redemption: Redemption | undefined): void {
    if (redemption?.pid === undefined && redemption) redemption.refusals++;
    else if (!redemption) this.#redemptions.set(jti, { refusals: 1 }, redeemedUntilMs);
  }

  /** A text that never went out leaves every sum, and its number's newest is the one before it again. */
  #takeBack(text: Text, now: number): void {
    this.#release(text, ALL_SUMS);
    const { number } = text.permit;
    if (this.#newest.get(number, now) !== text) return;
    let before = text.displaced;
    while (before?.state === 'failed') before = before.displaced;
    if (before?.claimedAtMs === undefined) this.#newest.delete(number);
    else this.#newest.set(number, before, before.claimedAtMs + TEXT_TTL_MS);
  }

  #release(text: Text, sums: readonly Sum[]): void {
    for (const meter of text.meters) this.#meter(meter).release(text, sums);
  }

  #surcharge(text: Text, microUsd: number, left: readonly Sum[]): void {
    const sums = ALL_SUMS.filter((sum) => !left.includes(sum));
    for (const meter of text.meters) this.#meter(meter).surcharge(text, sums, microUsd - text.microUsd);
    text.microUsd = microUsd;
  }

  #use(row: Row, now: number): RowUse {
    return { ...row, usedMicroUsd: this.#meter(row.meter).used(row.sum, row.window, now) };
  }

  #meter(key: string): Meter {
    let meter = this.#meters.get(key);
    if (!meter) this.#meters.set(key, (meter = new Meter()));
    return meter;
  }

  #demandRoom(now: number): void {
    const maps = [this.#redemptions, this.#texts, this.#newest];
    if (maps.every((map) => map.hasRoom(now))) return;
    throw new TollgateError('store-unavailable', 'the memory store is full and refuses rather than forgets');
  }

  /** One clock that never goes back: windows, holds and permits all count by it. */
  #now(): number {
    this.#latestMs = Math.max(this.#latestMs, this.#clock());
    return this.#latestMs;
  }
}
