import { primitives } from '#primitives';
import { isBounded, isIntegerBetween, isJsonObject, type Result } from '@tollgate/core';
import { judge, type Judgement } from './admit.js';
import { type Caller, handleChallenge } from './challenge-handler.js';
import { CHALLENGES_A_MINUTE, ChallengeRate } from './challenge-rate.js';
import type { Facts } from './facts.js';
import { brandGate } from './gate-brand.js';
import { createGateContext, type GateContext } from './gate-context.js';
import { type GateOptions, resolveOptions } from './options.js';
import { isOutcome } from './outcomes.js';
import type { Permit } from './permit.js';
import { openPermit } from './permits.js';
import { type Destination, readPhone } from './phone-number.js';
import type { CapMicroUsd, Pool } from './pools.js';
import { handOver, type Sent, withoutSecondText } from './send.js';
import type { Outcome, ReportResult, ReportSubject } from './store.js';
import { TollgateError } from './tollgate-error.js';
import { recordOf, type Verdict, type VerdictEvent } from './verdict.js';

/** A number as the person typed it; `country` (alpha-2) says how a national one is read. */
export interface PhoneAsTyped {
  readonly phone: unknown;
  readonly country?: unknown;
}

/** What became of a text, by its permit or by its number (then of the newest text to it). */
export type GateReport = ({ readonly permitId: string } | PhoneAsTyped) & {
  readonly outcome: Outcome;
  /** What the text really cost, in whole micro-dollars up to 10^9, where the provider says so. */
  readonly priceMicroUsd?: number;
};

export type ReportOutcome =
  { readonly ok: true } | { readonly ok: false; readonly code: Exclude<ReportResult, 'reported'> | 'report-invalid' };

/** The bounds in force. Whole micro-dollars. */
export interface GateLimits {
  readonly cap: CapMicroUsd;
  readonly pools: readonly Pool[];
  readonly work: { readonly alg: string; readonly p: number; readonly k: number };
  readonly challengesAMinute: number;
}

/** The server object: hands out challenges, judges requests, and lets texts go out with a permit alone. */
export interface Gate {
  /** The site's name. */
  readonly site: string;
  /** The option, for adapters. */
  readonly trustedHops: number;
  /** Answers `POST {base}/challenge` and its preflight. Never throws for input. */
  handle(request: Request, caller: Caller): Promise<Response>;
  /** Judges one request to text. Called last, after the site's own validation. Never throws for input. */
  admit(facts: Facts): Promise<Verdict>;
  /**
   * Admits, hands the permit to `callback`, and resolves to the verdict and the callback's result. The callback claims
   * through a sender; one that claimed nothing is the error `permit-unused`. With an idempotency key whose permit is
   * being sent, the verdict is `in-progress`; whose text went out, the same `allow` again, without a second text.
   */
  send<T>(facts: Facts, callback: (permit: Permit) => Promise<T>): Promise<Sent<T>>;
  /** Opens a sealed permit for its number; a refusal is one of the codes in `CODES` that begin with `permit-`. */
  openPermit(sealed: unknown, expected: PhoneAsTyped): Promise<Result<Permit>>;
  /** Takes what became of a text. From the site's server only, never from a client. */
  report(report: GateReport): Promise<ReportOutcome>;
  limits(): GateLimits;
  /** Closes the store. */
  close(): Promise<void>;
}

/** No text costs a thousand dollars: a price beyond it is a mistake. */
const PRICE_MAX_MICRO_USD = 1e9;

/** Builds a gate. Throws `TypeError` or `RangeError` naming the option that is wrong; afterwards nothing throws for input. */
export function createGate(options: GateOptions): Gate {
  const context = createGateContext(resolveOptions(options), primitives);
  return new GateOfContext(context);
}

class GateOfContext implements Gate {
  readonly #context: GateContext;
  readonly #rate = new ChallengeRate();

  constructor(context: GateContext) {
    this.#context = context;
    brandGate(this);
  }

  get site(): string {
    return this.#context.options.site;
  }

  get trustedHops(): number {
    return this.#context.options.trustedHops;
  }

  handle(request: Request, { ip }: Caller): Promise<Response> {
    return handleChallenge(this.#context, this.#rate, { request, ip });
  }

  async admit(facts: Facts): Promise<Verdict> {
    const judgement = await judge(this.#context, this, facts);
    this.#tell(judgement);
    return judgement.verdict;
  }

  async send<T>(facts: Facts, callback: (permit: Permit) => Promise<T>): Promise<Sent<T>> {
    const judgement = withoutSecondText(this.#context, await judge(this.#context, this, facts));
    this.#tell(judgement);
    const { verdict, repeats } = judgement;
    if (verdict.kind !== 'allow' || repeats === 'accepted') return { verdict };
    return handOver(this.#context, { ...judgement, verdict }, callback);
  }

  openPermit(sealed: unknown, { phone, country }: PhoneAsTyped): Promise<Result<Permit>> {
    return openPermit(this.#context, this, { sealed, phone, country });
  }

  async report(report: GateReport): Promise<ReportOutcome> {
    if (!isJsonObject(report)) return { ok: false, code: 'report-invalid' };
    const subject = await this.#subjectOf(report);
    const { outcome, priceMicroUsd } = report;
    const priced = priceMicroUsd === undefined || isIntegerBetween(priceMicroUsd, 0, PRICE_MAX_MICRO_USD);
    if (!subject || !isOutcome(outcome) || !priced) return { ok: false, code: 'report-invalid' };
    try {
      const result = await this.#context.store.report(subject, { outcome, microUsd: priceMicroUsd });
      return result === 'reported' ? { ok: true } : { ok: false, code: result };
    } catch (cause) {
      throw new TollgateError('store-unavailable', 'the report was not taken: the store does not answer', { cause });
    }
  }

  limits(): GateLimits {
    const { options, pools } = this.#context;
    return {
      cap: pools.cap,
      pools: pools.all,
      work: options.work,
      challengesAMinute: CHALLENGES_A_MINUTE,
    };
  }

  close(): Promise<void> {
    return this.#context.store.close();
  }

  async #subjectOf(report: GateReport): Promise<ReportSubject | undefined> {
    if ('permitId' in report) return isBounded(report.permitId, 64) ? { pid: report.permitId } : undefined;
    const number = readPhone(report.phone, report.country);
    return number.ok ? { number: await this.#context.keyedHash('number', number.value.number) } : undefined;
  }

  /** Shows the verdict to the operator. What the operator's function throws is not the visitor's matter. */
  #tell({ verdict, facts, destination }: Judgement): void {
    const { onVerdict } = this.#context.options;
    if (!onVerdict) return;
    const event: VerdictEvent = {
      verdict: recordOf(verdict),
      action: facts?.action,
      channel: facts?.channel,
      country: destination?.country,
      phoneHint: destination && hintOf(destination),
      atSec: this.#context.nowSec(),
    };
    // In a promise of its own, so that neither a throw nor a rejection reaches the visitor or the process.
    void Promise.resolve(event)
      .then(onVerdict)
      .catch(() => undefined);
  }
}

/** The calling code and the last two digits: enough to tell two numbers apart by eye, too little to call one. */
function hintOf({ callingCode, e164 }: Destination): string {
  return `+${callingCode} … ${e164.slice(-2)}`;
}
