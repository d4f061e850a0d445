import { type Channel, type Code, codeRow, type JsonObject, type VerdictKind, type WorkCost } from '@tollgate/core';
import type { Heat } from './allowances.js';
import type { Impression } from './evidence/evidence.js';
import type { InboundInvitation } from './inbound/invitation.js';
import type { Permit } from './permit.js';
import type { TextPrice } from './prices/price.js';
import type { Tier } from './store.js';

/** What a verdict cost whom. A part is `undefined` where the request was refused before it was known. */
export interface CostStatement {
  /** The work proven so far, and what it costs an attacker. */
  readonly work: WorkCost | undefined;
  /** The price of the text, its date and source. */
  readonly price: TextPrice | undefined;
  /** How far the text's pool was used in the last hour, before this text. */
  readonly exposure: Exposure | undefined;
}

export interface Exposure {
  /** The meter: `pool:DE`, `site`. */
  readonly pool: string;
  readonly usedMicroUsd: number;
  readonly limitMicroUsd: number;
  /** How full the fullest of range, block and country was, of what may be out unverified: below 50 %, from 50, from 80. */
  readonly heat: Heat;
}

interface Decided {
  /** Codes and facts that led here, the decisive one first; for the site's own log. */
  readonly reasons: readonly string[];
  readonly cost: CostStatement;
  /** Whose room was asked for; `undefined` where the request was refused before that. */
  readonly tier?: Tier | undefined;
  /** What was noticed about the request, and what it comes to; absent where it was refused before anybody looked. */
  readonly impression?: Impression | undefined;
}

/** What shadow mode did not do: the refusal, as it would have been. For the site's own log, never for a visitor. */
export type WouldBe = Pick<Refused, 'kind' | 'code' | 'reasons' | 'retryAfterSec'>;

export interface Allow extends Decided {
  readonly kind: 'allow';
  readonly code?: undefined;
  /** What a sender takes, and nothing else. */
  readonly permit: Permit;
  /** In how many seconds the next text to this number is possible, if this one goes out: 30, 60, 120 or more. */
  readonly resendAfterSec: number;
  /** The token's `cd`: what the client was given to bring back. */
  readonly clientData: string | undefined;
  /** The token's `ext`, as the client wrote it: bounded, not believed. */
  readonly extension: JsonObject | undefined;
  /** In shadow mode, where the request would have been refused: how. */
  readonly wouldBe?: WouldBe;
}

export interface Refused extends Decided {
  readonly kind: Exclude<VerdictKind, 'allow'>;
  readonly code: Code;
  readonly permit?: undefined;
  /** With `delay`: when to ask again. */
  readonly retryAfterSec?: number;
  /** With `work`: the priced challenge to answer, and how long it lives. */
  readonly challenge?: string;
  readonly expiresInSec?: number;
  /** With `step-up`, and with `delay` for who would rather not wait: what the site offers instead. */
  readonly ways?: readonly string[];
  /** With the way `inbound`, the last of them: what to show. For this person alone, never for a log. */
  readonly inbound?: InboundInvitation;
}

/** What the gate decides about one request to text. */
export type Verdict = Allow | Refused;

/**
 * An `allow` without the permit, which would text and names the number, and without what the client wrote: only the
 * permit's id, for outcome reports. A refusal without what invites a person to text the site.
 */
export type VerdictRecord =
  | Omit<Refused, 'inbound'>
  | (Omit<Allow, 'permit' | 'clientData' | 'extension' | 'resendAfterSec'> & { readonly permitId: string });

/** A verdict as `onVerdict` sees it: no number, only enough of it to tell two apart by eye. */
export interface VerdictEvent {
  readonly verdict: VerdictRecord;
  readonly action: string | undefined;
  readonly channel: Channel | undefined;
  readonly country: string | undefined;
  /** Calling code and last two digits, such as `+49 … 23`. */
  readonly phoneHint: string | undefined;
  /** Seconds since 1970. */
  readonly atSec: number;
}

export const NO_COST: CostStatement = Object.freeze({ work: undefined, price: undefined, exposure: undefined });

/** What may be logged of a verdict. */
export function recordOf(verdict: Verdict): VerdictRecord {
  if (verdict.kind !== 'allow') {
    const { inbound, ...record } = verdict;
    return inbound ? record : verdict;
  }
  const { kind, reasons, cost, tier, impression, permit, wouldBe } = verdict;
  return { kind, reasons, cost, tier, impression, permitId: permit.id, ...(wouldBe && { wouldBe }) };
}

/** The verdict that a code stands for in the code table. */
export function kindOf(code: Code): Refused['kind'] {
  return codeRow(code).kind ?? 'deny';
}
