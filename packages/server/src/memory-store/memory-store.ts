import { monotonicClock } from '../monotonic-clock.js';
import { progressOf } from '../outcomes.js';
import type {
  AdmitClaim,
  AdmitResult,
  Choice,
  ClaimResult,
  Histories,
  MeterReading,
  NumberKeys,
  Report,
  ReportResult,
  ReportSubject,
  RowUse,
  SettleResult,
  SpendResult,
  Store,
  StoredControls,
} from '../store.js';
import { TEXT_RULES } from '../text-rules.js';
import { TollgateError } from '../tollgate-error.js';
import { ALL_SUMS } from './bucket-list.js';
import { DeviceRecord } from './device-record.js';
import { ExpiringMap } from './expiring-map.js';
import { Ledger, METERS_OF_A_TEXT } from './ledger.js';
import { NumberRecord } from './number-record.js';
import { Numbers, type TextOfNumber } from './numbers.js';
import { Redemptions } from './redemptions.js';
import { type ClaimedText, isClaimed, type Text } from './text.js';

export interface MemoryStoreOptions {
  /** Milliseconds since 1970. Default: as the gate's. */
  readonly clock?: () => number;
  /** Most redemptions, texts, numbers, devices and meters kept at once, each. Default 200,000. */
  readonly maxEntries?: number;
}

/** A text, and the records it stands in. */
interface Filed {
  readonly text: Text;
  readonly number: NumberRecord;
  /** Texts of shadow mode have none. */
  readonly device: DeviceRecord | undefined;
}

/** Whom an admission is about, and when. */
interface Asking extends Omit<Filed, 'text'> {
  readonly now: number;
}

interface Fit {
  readonly kind: 'fitting';
  readonly choice: Choice;
  readonly rows: readonly RowUse[];
  readonly histories: Histories;
}

const { holdMs, countedMs, memoryMs, deviceUnverifiedMs } = TEXT_RULES;

/**
 * The store of one process, in bounded memory: it refuses (`store-unavailable`) rather than forgets. What it keeps is
 * gone with the process; several processes need a shared store.
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): Store {
  const { clock = monotonicClock, maxEntries = 200_000 } = options;
  if (typeof clock !== 'function') throw new TypeError('option "clock" must be a function');
  if (!Number.isSafeInteger(maxEntries) || maxEntries < METERS_OF_A_TEXT) {
    throw new RangeError(`option "maxEntries" must be a whole number of at least ${METERS_OF_A_TEXT}`);
  }
  return new MemoryStore(clock, maxEntries);
}

class MemoryStore implements Store {
  readonly #clock: () => number;
  readonly #ledger: Ledger;
  readonly #redemptions: Redemptions;
  readonly #texts: ExpiringMap<Filed>;
  readonly #numbers: Numbers;
  readonly #devices: ExpiringMap<DeviceRecord>;
  readonly #parked: ExpiringMap<string>;
  /** Marks, true once they are spent. */
  readonly #marks: ExpiringMap<boolean>;
  #controls: StoredControls = { version: 0, text: '' };
  #latestMs = -Infinity;

  constructor(clock: () => number, maxEntries: number) {
    this.#clock = clock;
    this.#ledger = new Ledger(maxEntries);
    this.#redemptions = new Redemptions(maxEntries);
    this.#texts = new ExpiringMap(maxEntries);
    this.#numbers = new Numbers(maxEntries);
    this.#devices = new ExpiringMap(maxEntries);
    this.#parked = new ExpiringMap(maxEntries);
    this.#marks = new ExpiringMap(maxEntries);
  }

  async open(): Promise<void> {}

  async admit(claim: AdmitClaim, choices: readonly Choice[]): Promise<AdmitResult> {
    const now = this.#now();
    // A clock that jumped ahead and back: what this redemption would be compared with may be gone already.
    if (!claim.isShadow && claim.redeemedUntilMs <= now) return { kind: 'forgotten' };
    if (claim.controlsVersion !== this.#controls.version) {
      return { kind: 'controls-changed', controls: this.#controls };
    }
    const books = {
      textOf: (pid: string) => this.#texts.get(pid, now)?.text,
      waitMs: (keys: NumberKeys) => this.#numbers.find(keys, now)?.waitMs(now) ?? 0,
    };
    const answered = this.#redemptions.answer(claim, books, now);
    if (answered) return answered;
    this.#demandRoom(now);
    const number = this.#numbers.find(claim.number, now) ?? new NumberRecord(claim.number[0]);
    const device = claim.isShadow ? undefined : this.#deviceOf(claim.device, now);
    const asking = { number, device, now };
    const fit = this.#fit(claim, choices, asking);
    if (fit.kind !== 'fitting') {
      if (!claim.isShadow) this.#redemptions.refuse(claim, now);
      return fit;
    }
    this.#hold(claim, fit.choice, asking);
    return {
      kind: 'granted',
      tier: fit.choice.tier,
      heldUntilMs: now + holdMs,
      resendAfterMs: number.waitMs(now),
      rows: fit.rows,
      histories: fit.histories,
    };
  }

  async claim(pid: string): Promise<ClaimResult> {
    const now = this.#now();
    const filed = this.#texts.get(pid, now);
    if (!filed) return { kind: 'permit-unknown' };
    const { text, number, device } = filed;
    if (text.state !== 'held') return { kind: 'permit-claimed' };
    if (now - text.heldAtMs >= holdMs) return { kind: 'permit-expired' };
    this.#ledger.claim(text, now);
    text.state = 'claimed';
    text.claimedAtMs = now;
    number.claim(text);
    this.#texts.set(pid, filed, now + countedMs);
    this.#numbers.keep(number, now);
    if (device) this.#devices.set(device.key, device, now + countedMs);
    return { kind: 'claimed', microUsd: text.microUsd };
  }

  async settle(pid: string, state: 'accepted' | 'failed', microUsd?: number): Promise<SettleResult> {
    const now = this.#now();
    const filed = this.#texts.get(pid, now);
    if (filed?.text.state !== 'claimed' || !isClaimed(filed.text)) return { kind: 'not-claimed' };
    const { text, number, device } = filed;
    // An outcome proves acceptance: nothing comes back after one.
    const isContradicted = state === 'failed' && text.outcome !== undefined;
    text.state = isContradicted ? 'accepted' : state;
    if (isContradicted) return { kind: 'outcome-contradicts' };
    if (state === 'accepted') return { kind: 'settled', overrunMicroUsd: this.#ledger.surcharge(text, microUsd, now) };
    this.#ledger.release(text, ALL_SUMS, now);
    number.remove(text);
    device?.remove(text);
    return { kind: 'settled', overrunMicroUsd: 0 };
  }

  async report(subject: ReportSubject, { outcome, microUsd }: Report): Promise<ReportResult> {
    const now = this.#now();
    const found =
      'pid' in subject ? this.#textOf(subject.pid, now) : this.#numbers.newestText(subject.number, outcome, now);
    if (!found) return { kind: 'report-unknown' };
    const { text, number } = found;
    if (text.outcome === outcome) return { kind: 'report-repeated' };
    if (text.state === 'failed' || progressOf(outcome) <= progressOf(text.outcome)) {
      return { kind: 'outcome-contradicts' };
    }
    const overrunMicroUsd = this.#ledger.surcharge(text, microUsd, now);
    this.#ledger.settle(text, outcome, now);
    text.outcome = outcome;
    if (outcome === 'verified' || outcome === 'trusted') this.#answer(text, number, now);
    return { kind: 'reported', overrunMicroUsd };
  }

  async snapshot(meters: readonly string[]): Promise<readonly MeterReading[]> {
    const now = this.#now();
    return meters.map((meter) => this.#ledger.snapshot(meter, now));
  }

  async controls(): Promise<StoredControls> {
    return this.#controls;
  }

  async control(next: StoredControls): Promise<StoredControls> {
    if (next.version === this.#controls.version + 1) this.#controls = { ...next };
    return this.#controls;
  }

  async park(key: string, sealed: string, ttlMs: number): Promise<void> {
    const now = this.#now();
    if (!this.#parked.hasRoom(now)) throw full();
    this.#parked.delete(key);
    this.#parked.set(key, sealed, now + ttlMs);
  }

  async take(key: string): Promise<string | undefined> {
    const sealed = this.#parked.get(key, this.#now());
    this.#parked.delete(key);
    return sealed;
  }

  async mark(key: string, ttlMs: number): Promise<boolean> {
    const now = this.#now();
    if (this.#marks.get(key, now) !== undefined) return false;
    if (!this.#marks.hasRoom(now)) throw full();
    this.#marks.set(key, false, now + ttlMs);
    return true;
  }

  async spend(key: string): Promise<SpendResult> {
    const now = this.#now();
    const isSpent = this.#marks.get(key, now);
    if (isSpent === undefined) return 'unknown';
    if (isSpent) return 'spent-before';
    this.#marks.set(key, true, now);
    return 'spent';
  }

  async forget(number: NumberKeys, parked: readonly string[]): Promise<void> {
    this.#numbers.forget(number);
    for (const key of parked) this.#parked.delete(key);
  }

  /** Nothing to do: this store is never degraded. */
  async reopen(): Promise<void> {}

  /** Keeps everything: a store that forgot on `close` would grant the same money again. */
  async close(): Promise<void> {}

  /** The first open choice in which everything fits, or why there is none. */
  #fit(claim: AdmitClaim, choices: readonly Choice[], asking: Asking): Fit | AdmitResult {
    const { number, device, now } = asking;
    const { microUsd } = claim.permit;
    const waitMs = claim.isShadow ? 0 : number.waitMs(now);
    if (waitMs > 0) return { kind: 'spaced', waitMs };
    if (device?.isFull(claim.number, now)) return { kind: 'device-full' };
    const full: Choice[] = [];
    let lastRow: RowUse | undefined;
    for (const choice of choices) {
      if (!isOpen(choice, asking)) continue;
      const rows = this.#ledger.rowsOf(choice, now);
      const row = rows.find((one) => isOver(one, microUsd) && (!claim.isShadow || isOfAllMoney(one)));
      if (!row) return { kind: 'fitting', choice, rows, histories: this.#ledger.historiesOf(full, now) };
      full.push(choice);
      lastRow = row;
    }
    if (!lastRow) return { kind: 'closed' };
    return { kind: 'full', tier: full.at(-1)!.tier, row: lastRow, histories: this.#ledger.historiesOf(full, now) };
  }

  #hold(claim: AdmitClaim, { tier, meters }: Choice, { number, device, now }: Asking): void {
    const { permit, redeemedUntilMs } = claim;
    const text: Text = {
      permit,
      tier,
      meters: meters.map(({ use }) => use),
      heldAtMs: now,
      claimedAtMs: undefined,
      microUsd: permit.microUsd,
      state: 'held',
      outcome: undefined,
      isAnswered: false,
    };
    this.#ledger.hold(text, now);
    number.hold(text);
    this.#numbers.hold(number, claim.number, now);
    if (device) {
      device.hold(text, number);
      this.#devices.set(device.key, device, now + deviceUnverifiedMs);
    }
    this.#texts.set(permit.pid, { text, number, device }, Math.max(redeemedUntilMs, now + holdMs));
    this.#redemptions.redeem(claim, now);
  }

  /**
   * A code was entered: it makes the number known in time and the device warm, and devices need not answer for the texts
   * just before. What those cost stays exposed: else each third code would pay for two texts that nobody reads.
   */
  #answer(text: ClaimedText, number: NumberRecord, now: number): void {
    for (const earlier of this.#numbers.isKept(number, now) ? number.before(text) : []) {
      this.#texts.get(earlier.permit.pid, now)?.device?.remove(earlier);
    }
    number.answer(text.outcome === 'trusted', now);
    this.#numbers.keep(number, now);
    const device = this.#texts.get(text.permit.pid, now)?.device;
    if (!device) return;
    device.remove(text);
    device.answer(now);
    this.#devices.set(device.key, device, now + memoryMs);
  }

  #deviceOf(key: string, now: number): DeviceRecord {
    return this.#devices.get(key, now) ?? new DeviceRecord(key);
  }

  #textOf(pid: string, now: number): TextOfNumber | undefined {
    const filed = this.#texts.get(pid, now);
    return filed && isClaimed(filed.text) ? { text: filed.text, number: filed.number } : undefined;
  }

  #demandRoom(now: number): void {
    const maps = [this.#redemptions, this.#texts, this.#numbers, this.#devices];
    if (!maps.every((map) => map.hasRoom(now)) || !this.#ledger.hasRoom(now)) throw full();
  }

  /** One clock that never goes back: windows, holds and permits all count by it. */
  #now(): number {
    this.#latestMs = Math.max(this.#latestMs, this.#clock());
    return this.#latestMs;
  }
}

function isOpen({ opening }: Choice, { number, device, now }: Asking): boolean {
  switch (opening) {
    case 'anyone':
      return true;
    case 'known-number':
      return number.isKnown(now);
    case 'site-known-number':
      return !number.isUnanswered;
    case 'warm-device':
      return device?.isWarm(now) ?? false;
  }
}

function isOver({ unit, used, limit }: RowUse, microUsd: number): boolean {
  return used + (unit === 'texts' ? 1 : microUsd) > limit;
}

/** True for a limit that shadow mode never lifts: the site's cap. */
function isOfAllMoney({ sum, unit }: RowUse): boolean {
  return sum === 'all' && unit === 'micro-usd';
}

function full(): TollgateError {
  return new TollgateError('store-unavailable', 'the memory store is full and refuses rather than forgets');
}
