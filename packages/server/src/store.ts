import type { Channel } from '@tollgate/core';

/** Which room a sender may use: numbers the site knows, devices with a history, everybody else. */
export type Tier = 'known' | 'warm' | 'cold';

/**
 * Which of a meter's three sums counts: money out and not yet verified, money not yet trusted, all money.
 * A text leaves each sum at most once.
 */
export type Sum = 'exposed' | 'untrusted' | 'all';

export type Window = 'hour' | 'day' | 'month';

/** One limit that a text must fit under: on one meter, one of its sums, in any interval as long as the window. */
export interface Row {
  /** The meter: `site`, `pool:DE`. */
  readonly meter: string;
  readonly sum: Sum;
  readonly window: Window;
  readonly limitMicroUsd: number;
}

/** The rows of one tier. The store takes the first choice whose rows all fit. */
export interface Choice {
  readonly tier: Tier;
  readonly rows: readonly Row[];
}

/** How full one row was found, before this text. */
export interface RowUse extends Row {
  readonly usedMicroUsd: number;
}

/** A permit as the store keeps it: no number, only the hash it is found by. */
export interface PermitRecord {
  /** 16 random bytes as base64url. */
  readonly pid: string;
  /** Keyed hash of the number, base64url. */
  readonly number: string;
  readonly action: string;
  readonly channel: Channel;
  readonly segments: number;
  readonly microUsd: number;
}

/** `held` → `claimed` → `accepted` | `failed`: the only ways a permit goes. */
export type PermitState = 'held' | 'claimed' | 'accepted' | 'failed';

/** What the one store call of an admission redeems and asks for. */
export interface AdmitClaim {
  /** The challenge's `jti`, base64url. */
  readonly jti: string;
  /** When the redemption may be forgotten: the challenge's `exp` + 60 s, in milliseconds. */
  readonly redeemedUntilMs: number;
  /** HMAC of (key ‖ number ‖ action ‖ channel), base64url; absent where the site gave no key. */
  readonly idempotency?: string | undefined;
  readonly permit: PermitRecord;
}

export type AdmitResult =
  | { readonly kind: 'granted'; readonly tier: Tier; readonly heldUntilMs: number; readonly rows: readonly RowUse[] }
  /** The same redemption with the same idempotency value: the permit it was given then. */
  | {
      readonly kind: 'repeated';
      readonly permit: PermitRecord;
      readonly state: PermitState;
      readonly tier: Tier;
      readonly heldUntilMs: number;
    }
  | { readonly kind: 'used' }
  | { readonly kind: 'mismatch' }
  /** No choice fits; `row` is the first full row of the last choice. Nothing was held. */
  | { readonly kind: 'full'; readonly row: RowUse };

export type ClaimResult = 'claimed' | 'permit-unknown' | 'permit-expired' | 'permit-claimed';

/** What becomes of a text after it was accepted. Outcomes go forward once each. */
export type Outcome = 'undelivered' | 'abandoned' | 'verified' | 'trusted';

export type ReportResult = 'reported' | 'report-unknown' | 'report-repeated' | 'outcome-contradicts';

/** Which text a report is of: its permit, or the newest claimed permit of a number (by its hash). */
export type ReportSubject = { readonly pid: string } | { readonly number: string };

export interface Report {
  readonly outcome: Outcome;
  /** What the text really cost, where that is known and higher. */
  readonly microUsd?: number | undefined;
}

/**
 * Where redemptions, permits and meters live. Each operation is atomic: everything it changes, it changes at once or
 * not at all. A store that cannot answer throws; a refusal is a value.
 */
export interface Store {
  /** Redeems the challenge and holds the money of one text, in one step. */
  admit(claim: AdmitClaim, choices: readonly Choice[]): Promise<AdmitResult>;
  /** Moves a held permit to `claimed`, at most once and within 120 s of its admission. */
  claim(pid: string): Promise<ClaimResult>;
  /** Moves a claimed permit to `accepted`, or to `failed`, which gives its money back. */
  settle(pid: string, state: 'accepted' | 'failed'): Promise<boolean>;
  report(subject: ReportSubject, report: Report): Promise<ReportResult>;
  close(): Promise<void>;
}
