import type { Channel } from '@tollgate/core';

/**
 * Which room a sender may use: numbers the site knows, devices with a history, everybody else; and of those the ones that
 * evidence speaks against.
 */
export type Tier = 'known' | 'warm' | 'cold' | 'flagged';

/**
 * Which of a meter's three sums counts: money out and not yet verified, money not yet trusted, all money.
 * A text leaves each sum at most once.
 */
export type Sum = 'exposed' | 'untrusted' | 'all';

export type Window = 'hour' | 'day' | 'month';

/** What a meter counts of a text: its price, or one. */
export type Unit = 'micro-usd' | 'texts';

/** The most that one sum of a meter may hold in any interval as long as the window. Whole micro-dollars, or texts. */
export interface Limit {
  readonly sum: Sum;
  readonly window: Window;
  readonly limit: number;
}

/** A meter that a text is counted in. */
export interface MeterUse {
  /** `site`, `pool:DE`, `block:DE:491511`, `range:DE:49151123`, `network:` and a hash, `as:64500`. At most 80 characters. */
  readonly meter: string;
  readonly unit: Unit;
  readonly windows: readonly Window[];
  /** True if money of texts whose codes were entered is written to the meter's daily history. */
  readonly keepsHistory: boolean;
}

/** A meter of a choice, and the limits a text has to fit under there; without limits it only counts. */
export interface BoundedMeter {
  readonly use: MeterUse;
  readonly limits: readonly Limit[];
}

/**
 * What opens a choice: nothing more is asked (`anyone`), a number with a history (`known-number`), a number that the
 * site's own records know and that has not been texted in vain since (`site-known-number`), a device with a history.
 */
export type Opening = 'anyone' | 'known-number' | 'site-known-number' | 'warm-device';

/**
 * The meters of one tier. The store takes the first choice that is open and whose limits all hold. Choices
 * had best share the object of a meter that they share: a store on the other side of a wire need hear of it once only.
 */
export interface Choice {
  readonly tier: Tier;
  readonly opening: Opening;
  readonly meters: readonly BoundedMeter[];
}

/** How full one limit was found, before this text. */
export interface RowUse extends Limit {
  readonly meter: string;
  readonly unit: Unit;
  readonly used: number;
}

/**
 * One day of a meter: the money of texts claimed on it that were reported verified, or trusted at once. Each counts once,
 * at the price it was booked with, if the report comes while outcomes still change sums. Whole micro-dollars.
 */
export interface HistoryDay {
  /** Days since 1970, UTC. */
  readonly day: number;
  readonly verified: number;
}

/** Meter → its days: today and yesterday at most. A meter without any is left out. */
export type Histories = Readonly<Record<string, readonly HistoryDay[]>>;

/** A permit as the store keeps it. */
export interface PermitRecord {
  /** 16 random bytes as base64url. */
  readonly pid: string;
  readonly action: string;
  readonly channel: Channel;
  readonly segments: number;
  readonly microUsd: number;
}

/** `held` → `claimed` → `accepted` | `failed`: the only ways a permit goes. */
export type PermitState = 'held' | 'claimed' | 'accepted' | 'failed';

/** Keyed hashes of a number, base64url: of the epoch that is now, and of the two before it. */
export type NumberKeys = readonly [now: string, before: string, beforeThat: string];

/** What the one store call of an admission redeems and asks for. */
export interface AdmitClaim {
  /** The challenge's `jti`, base64url. */
  readonly jti: string;
  /** When the redemption may be forgotten: the challenge's `exp` + 60 s, in milliseconds. */
  readonly redeemedUntilMs: number;
  /** HMAC of (key ‖ number ‖ action ‖ channel), base64url; absent where the site gave no key. */
  readonly idempotency?: string | undefined;
  readonly permit: PermitRecord;
  readonly number: NumberKeys;
  /** The device key's name. */
  readonly device: string;
  /** The version of the controls by which the choices were made. */
  readonly controlsVersion: number;
  /** True for the second call of one presentation, after limits were computed anew: a refusal was counted already. */
  readonly isSecondCall: boolean;
  /**
   * True for a text that shadow mode lets out although it was refused. Nothing stops it but limits on the sum of all money:
   * neither spacing nor device nor lost writes. It is filed under its number as any text and under no device, and where it
   * is refused nothing is written. So are all texts of a test site. Default false.
   */
  readonly isShadow?: boolean | undefined;
  /**
   * In shadow mode, where the site gave a key: a second name of the redemption, by which the same key finds its permit
   * whatever token it comes with, for 26 hours.
   */
  readonly alias?: string | undefined;
}

export type AdmitResult =
  | {
      readonly kind: 'granted';
      readonly tier: Tier;
      readonly heldUntilMs: number;
      /** How long until the number may be texted again, if this text goes out. */
      readonly resendAfterMs: number;
      readonly rows: readonly RowUse[];
      /** Of the meters of better choices that were open and full. */
      readonly histories: Histories;
    }
  /** The same redemption with the same idempotency value: the permit it was given then. */
  | {
      readonly kind: 'repeated';
      readonly permit: PermitRecord;
      readonly state: PermitState;
      readonly tier: Tier;
      readonly heldUntilMs: number;
      /** As with `granted`, from now on. */
      readonly resendAfterMs: number;
    }
  | { readonly kind: 'used' }
  | { readonly kind: 'mismatch' }
  /** By the store's clock the challenge is so old that what it would be compared with may be gone. */
  | { readonly kind: 'forgotten' }
  /** The choices were made by controls that somebody has changed since. Nothing was counted. */
  | { readonly kind: 'controls-changed'; readonly controls: StoredControls }
  /** The number was texted too recently. */
  | { readonly kind: 'spaced'; readonly waitMs: number }
  /** The device has too many open numbers, or too many unverified texts. */
  | { readonly kind: 'device-full' }
  /** No choice is open to this number and device. */
  | { readonly kind: 'closed' }
  /** The store lost acknowledged writes, and is closed to strangers. */
  | { readonly kind: 'degraded' }
  /** No open choice has room; `row` is the first full one of the last of them, of that tier. Nothing was held. */
  | { readonly kind: 'full'; readonly tier: Tier; readonly row: RowUse; readonly histories: Histories };

export type ClaimResult =
  | { readonly kind: 'claimed'; readonly microUsd: number }
  | { readonly kind: 'permit-unknown' | 'permit-expired' | 'permit-claimed' | 'cap-reached' };

/** `overrunMicroUsd`: by how much the price that came later was above what was booked. */
export type SettleResult =
  | { readonly kind: 'settled'; readonly overrunMicroUsd: number }
  | { readonly kind: 'not-claimed' | 'outcome-contradicts' };

/** What becomes of a text after it was accepted. Outcomes go forward once each. */
export type Outcome = 'undelivered' | 'abandoned' | 'verified' | 'trusted';

export type ReportResult =
  | { readonly kind: 'reported'; readonly overrunMicroUsd: number }
  | { readonly kind: 'report-unknown' | 'report-repeated' | 'outcome-contradicts' };

/** Which text a report is of: its permit, or the newest claimed permit of a number. */
export type ReportSubject = { readonly pid: string } | { readonly number: NumberKeys };

export interface Report {
  readonly outcome: Outcome;
  /** What the text really cost, where that is known and higher. */
  readonly microUsd?: number | undefined;
}

/** `spent` once for each mark; `unknown` where there is none, or its time has passed. */
export type SpendResult = 'spent' | 'spent-before' | 'unknown';

/** What the operator changed at run time, as the store keeps it: a text that only processes read. */
export interface StoredControls {
  /** Counts changes from 0. */
  readonly version: number;
  /** JSON; empty before the first change. */
  readonly text: string;
}

/** How much a meter holds now. */
export interface MeterReading extends Readonly<Record<Window, Readonly<Record<Sum, number>>>> {
  /** Its history, from which its limits are: today and yesterday at most. */
  readonly days: readonly HistoryDay[];
}

/**
 * Where redemptions, permits, meters, numbers and devices live. Each operation is atomic: everything it changes, it
 * changes at once or not at all. A store that cannot answer throws; a refusal is a value.
 */
export interface Store {
  /** Whose store it is, where it is one site's: a gate of another refuses it. */
  readonly site?: string;
  /** Makes the store ready, and refuses (`store-unsafe`) one that would forget. May be called again. */
  open(): Promise<void>;
  /** Redeems the challenge and holds the money of one text, in one step. */
  admit(claim: AdmitClaim, choices: readonly Choice[]): Promise<AdmitResult>;
  /** Moves a held permit to `claimed`, at most once and within 120 s of its admission. */
  claim(pid: string): Promise<ClaimResult>;
  /**
   * Moves a claimed permit to `accepted`, or to `failed`, which gives its money back. `microUsd` is what the text really
   * cost, where that is known.
   */
  settle(pid: string, state: 'accepted' | 'failed', microUsd?: number): Promise<SettleResult>;
  report(subject: ReportSubject, report: Report): Promise<ReportResult>;
  /** What the meters hold; changes nothing. */
  snapshot(meters: readonly string[]): Promise<readonly MeterReading[]>;
  controls(): Promise<StoredControls>;
  /** Replaces the controls if their version is still the one before `next`; answers what is then in force. */
  control(next: StoredControls): Promise<StoredControls>;
  /** Keeps a sealed permit for `ttlMs`, in place of an earlier one under the same key. */
  park(key: string, sealed: string, ttlMs: number): Promise<void>;
  /** Hands out what was parked, once. */
  take(key: string): Promise<string | undefined>;
  /** Keeps a mark for `ttlMs`. False where it is there already, spent or not: then nothing changes. */
  mark(key: string, ttlMs: number): Promise<boolean>;
  /** Spends a mark, once. It stays spent until its time. */
  spend(key: string): Promise<SpendResult>;
  /** Forgets what is known of a number, and what is parked for it. Money stays counted. */
  forget(number: NumberKeys, parked: readonly string[]): Promise<void>;
  /** The operator's word that a degraded store may serve strangers again. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}
