import { inTime } from './in-time.js';
import { ExpiringMap } from './memory-store/expiring-map.js';
import { OwnCap } from './own-cap.js';
import { OwnKeys } from './own-keys.js';
import type { CapMicroUsd } from './pools.js';
import type {
  AdmitClaim,
  AdmitResult,
  Choice,
  ClaimResult,
  NumberKeys,
  Report,
  ReportResult,
  ReportSubject,
  SettleResult,
  SpendResult,
  Store,
  StoredControls,
} from './store.js';
import { TEXT_RULES } from './text-rules.js';
import { TollgateError } from './tollgate-error.js';

export interface GuardOptions {
  readonly cap: CapMicroUsd;
  readonly clock: () => number;
  /** How long an operation may take. */
  readonly timeoutMs: number;
  /** Where admissions go while the store fails; absent where they are refused then. */
  readonly fallback: Store | undefined;
  /** True where only texts of shadow mode go there. Default false. */
  readonly isForShadowOnly?: boolean;
  /** Told of each admission that goes there. */
  readonly onFallback?: () => void;
}

/**
 * A store as one process uses it: answers in time or fails, and lets no more go out than the site's cap, also where the
 * store forgot everything or where the operator chose to go on without it.
 */
export class GuardedStore implements Store {
  readonly #store: Store;
  readonly #fallback: Store | undefined;
  readonly #isForShadowOnly: boolean;
  readonly #onFallback: () => void;
  readonly #timeoutMs: number;
  readonly #ownCap: OwnCap;
  /** Permits that the fallback gave, for as long as it knows them. */
  readonly #fallbackPids = new ExpiringMap<true>(Infinity);
  readonly #ownKeys = new OwnKeys();
  readonly #clock: () => number;

  constructor(store: Store, options: GuardOptions) {
    const { cap, clock, timeoutMs, fallback, isForShadowOnly = false, onFallback = () => undefined } = options;
    this.#store = store;
    this.#fallback = fallback;
    this.#isForShadowOnly = isForShadowOnly;
    this.#onFallback = onFallback;
    this.#timeoutMs = timeoutMs;
    this.#clock = clock;
    this.#ownCap = new OwnCap(cap, clock);
  }

  open(): Promise<void> {
    return this.#inTime(this.#store.open());
  }

  async admit(claim: AdmitClaim, choices: readonly Choice[]): Promise<AdmitResult> {
    const known = this.#ownKeys.ofFallback(claim, this.#clock());
    if (known) return known;
    try {
      const result = await this.#inTime(this.#store.admit(claim, choices));
      this.#remember(claim, result, false);
      return result;
    } catch (error) {
      if (!this.#fallback || !this.#fallsBack(claim, error)) throw error;
      return this.#fallBack(this.#fallback, claim, choices);
    }
  }

  async claim(pid: string): Promise<ClaimResult> {
    const store = this.#storeOf(pid);
    const result = await this.#inTime(store.claim(pid));
    if (result.kind !== 'claimed') return result;
    if (this.#ownCap.take(pid, result.microUsd)) {
      this.#ownKeys.moved(pid, 'claimed', this.#clock());
      return result;
    }
    // Nothing went out: the store may have its money back.
    await this.#inTime(store.settle(pid, 'failed'));
    return { kind: 'cap-reached' };
  }

  /** Money comes back where the store gives it back, and nowhere else. */
  async settle(pid: string, state: 'accepted' | 'failed', microUsd?: number): Promise<SettleResult> {
    let settled: 'accepted' | 'failed' = 'accepted';
    try {
      const result = await this.#inTime(this.#storeOf(pid).settle(pid, state, microUsd));
      if (result.kind === 'settled') settled = state;
      return result;
    } finally {
      this.#ownCap.settle(pid, settled);
      this.#ownKeys.moved(pid, settled, this.#clock());
    }
  }

  async report(subject: ReportSubject, report: Report): Promise<ReportResult> {
    if ('pid' in subject) return this.#inTime(this.#storeOf(subject.pid).report(subject, report));
    return this.#reportByNumber(subject, report);
  }

  snapshot(meters: readonly string[]) {
    return this.#inTime(this.#store.snapshot(meters));
  }

  controls(): Promise<StoredControls> {
    return this.#inTime(this.#store.controls());
  }

  control(next: StoredControls): Promise<StoredControls> {
    return this.#inTime(this.#store.control(next));
  }

  park(key: string, sealed: string, ttlMs: number): Promise<void> {
    return this.#inTime(this.#store.park(key, sealed, ttlMs));
  }

  take(key: string): Promise<string | undefined> {
    return this.#inTime(this.#store.take(key));
  }

  mark(key: string, ttlMs: number): Promise<boolean> {
    return this.#inTime(this.#store.mark(key, ttlMs));
  }

  spend(key: string): Promise<SpendResult> {
    return this.#inTime(this.#store.spend(key));
  }

  async forget(number: NumberKeys, parked: readonly string[]): Promise<void> {
    await this.#fallback?.forget(number, parked);
    await this.#inTime(this.#store.forget(number, parked));
  }

  reopen(): Promise<void> {
    return this.#inTime(this.#store.reopen());
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  async #fallBack(fallback: Store, claim: AdmitClaim, choices: readonly Choice[]): Promise<AdmitResult> {
    this.#onFallback();
    const known = this.#ownKeys.textOf(claim, this.#clock());
    if (known) return known;
    const result = await fallback.admit({ ...claim, controlsVersion: 0 }, choices);
    const now = this.#clock();
    if (result.kind === 'granted' && this.#fallbackPids.hasRoom(now)) {
      this.#fallbackPids.set(claim.permit.pid, true, now + TEXT_RULES.countedMs);
    }
    this.#remember(claim, result, true);
    return result;
  }

  /** Without a fallback one store knows every key. */
  #remember(claim: AdmitClaim, result: AdmitResult, isOfFallback: boolean): void {
    if (!this.#fallback || result.kind !== 'granted') return;
    this.#ownKeys.granted(claim, result, { isOfFallback, nowMs: this.#clock() });
  }

  /** The store first; what it does not know, or cannot say, may be of a text that the fallback let go out. */
  async #reportByNumber(subject: ReportSubject, report: Report): Promise<ReportResult> {
    const asked = this.#inTime(this.#store.report(subject, report));
    if (!this.#fallback) return asked;
    const result = await asked.catch(() => undefined);
    if (result && result.kind !== 'report-unknown') return result;
    const own = await this.#fallback.report(subject, report);
    return own.kind === 'report-unknown' ? asked : own;
  }

  /** Shadow mode refuses nothing. Else a store that would forget is no store that is away. */
  #fallsBack({ isShadow = false }: AdmitClaim, error: unknown): boolean {
    if (isShadow) return true;
    return !this.#isForShadowOnly && !(error instanceof TollgateError && error.code === 'store-unsafe');
  }

  #storeOf(pid: string): Store {
    return this.#fallback && this.#fallbackPids.get(pid, this.#clock()) ? this.#fallback : this.#store;
  }

  /** A late answer is as good as none: what it granted expires by itself. */
  #inTime<T>(work: Promise<T>): Promise<T> {
    const ms = this.#timeoutMs;
    const late = () => new TollgateError('store-unavailable', `the store did not answer within ${ms} ms`);
    return inTime(work, { ms, late });
  }
}
