import { primitives } from '#primitives';
import { accept, type Result } from '@tollgate/core';
import type { Judgement } from './admit.js';
import { CHALLENGES_A_MINUTE } from './challenge-rate.js';
import { type ChangedBy, type Controls, logged, withClosedPrefix, withOpenPrefix } from './controls.js';
import type { Facts } from './facts.js';
import { brandGate } from './gate-brand.js';
import { createGateContext, type GateContext } from './gate-context.js';
import { GATE_STEPS, type GateSteps } from './gate-steps.js';
import { answerRequest, type Caller } from './http-door.js';
import type { InboundClaim, TextedIn } from './inbound/take-ticket.js';
import type { InboundText } from './inbound/take-text.js';
import { ipDataReady } from './ip-data-ready.js';
import { checkPoolChange, type GateOptions, resolveOptions } from './options.js';
import { parkedKey } from './parked.js';
import { isPermit, isPermitOf, type Permit } from './permit.js';
import { type Destination, type PhoneAsTyped, readPhone } from './phone-number.js';
import type { CapMicroUsd, ElsewhereOption, Pool, PoolOption } from './pools.js';
import { type GateReport, type ReportOutcome, takeReport } from './report.js';
import { judgeAsTestSite } from './judge-test-site.js';
import { modeReport } from './mode.js';
import type { SelfTestReport } from './self-test/report.js';
import { demandPassed, runSelfTest } from './self-test/self-test.js';
import { type Sent, withoutSecondText } from './send.js';
import { judgeByMode } from './shadow.js';
import { startReport } from './start-report.js';
import type { Store } from './store.js';
import { tellOperator } from './tell-operator.js';
import { testReport } from './test-site.js';
import { TollgateError } from './tollgate-error.js';
import { recordOf, type Verdict, type VerdictEvent } from './verdict.js';

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
  /** True where the option `inbound` is set. */
  readonly takesInbound: boolean;
  /**
   * Resolves once the store is ready, what was changed at run time is in force here, and every rule of `selfTest` denied its canary (asked
   * until it once passed). Rejects with a `TollgateError`: `store-unavailable`, `store-unsafe` for a store that would forget,
   * `ip-data-unreadable` (also where the option `ipData` takes more than 10 s), `self-test-failed` for rules that cannot deny, which it names. To be awaited before the first request.
   */
  ready(): Promise<void>;
  /**
   * Shows a canary that must be denied to each code that keeps a text back: of verdicts, permits, senders, texts to the site and the
   * rate of challenges; to each limit of each pool by the documented rules, of one pool of each kind as codes are entered, and of
   * the process's own cap; to each row of evidence, doubts of two causes and silent browsers. Not to what else the challenge
   * endpoint answers (`channel-unknown` too), to reports, and to what providers answer.
   * The gate's own are shown in a sandbox of the same options, pools and prices, where no
   * key, meter, alert or event of the gate moves, and the store's are shown in the store in use, in a meter that belongs to no money
   * and under names that expire within 26 hours. Rejects as `ready` does where the store fails, not for rules that do.
   */
  selfTest(): Promise<SelfTestReport>;
  /** Answers `POST {base}/challenge`, `POST {base}/park` where that is open, and preflights. Never throws for input. */
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
  /** Keeps a permit for at most 120 s, for a hook that has no slot to carry it. A later one takes its place. */
  park(permit: Permit): Promise<void>;
  /** Hands out the permit parked for a number and action, once; a refusal is `permit-unknown`, or as with `openPermit`. */
  takeParked(parked: PhoneAsTyped & { readonly action: unknown }): Promise<Result<Permit>>;
  /**
   * Takes a text to the site's own number, for whoever has verified the provider's signature, as `createTwilioInbound`
   * does. Refusals are `number-invalid` and codes that begin with `inbound-`; nothing is stored with them.
   */
  takeInboundText(text: InboundText): Promise<Result<true>>;
  /**
   * Asks whether the text that a verdict's `inbound` invited to has arrived, and takes it, once. From the site's server, with
   * the action, number and country of the session. `inbound-pending`: not yet; other refusals are final. It says that a text
   * came from the number, and nothing else: it makes no number known and no device warm, and moves no money.
   */
  takeInbound(claim: InboundClaim): Promise<Result<TextedIn>>;
  /** Takes what became of a text. From the site's server only, never from a client. */
  report(report: GateReport): Promise<ReportOutcome>;
  limits(): GateLimits;
  /**
   * Gives a country (alpha-2) or `elsewhere` another pool at once, in every process; `as-configured` takes that back.
   * Throws `TypeError` or `RangeError` as `createGate` does, also where all pools would be more than the cap: a pool
   * that was lowered counts as before until its hour, day and 30 days have passed.
   */
  setPool(name: string, option: PoolOption | ElsewhereOption | 'as-configured', by: ChangedBy): Promise<void>;
  /** Refuses texts to strangers under a calling prefix, until a time in seconds since 1970. Known numbers pass. */
  closePrefix(prefix: string, untilSec: number, by: ChangedBy): Promise<void>;
  openPrefix(prefix: string, by: ChangedBy): Promise<void>;
  /** What was changed at run time, by whom and when, as the store has it now. */
  controls(): Promise<Controls>;
  /** Lets strangers in again after the store lost writes, before the hour is over. */
  reopen(by: ChangedBy): Promise<void>;
  /** Forgets what is known of a number. Money stays counted in its range and country. */
  forget(phone: PhoneAsTyped): Promise<Result<true>>;
  /** Closes the store. */
  close(): Promise<void>;
}

/** Builds a gate. Throws `TypeError` or `RangeError` naming the option that is wrong; afterwards nothing throws for input. */
export function createGate(options: GateOptions): Gate {
  const context = createGateContext(resolveOptions(options), primitives);
  const { site, log, clock, mode, testSite } = context.options;
  const { pools } = context.book;
  const lines = testSite
    ? testReport(testSite, pools.cap)
    : [...startReport(site, pools, clock()), ...modeReport(site, mode, pools)];
  for (const line of lines) log(line);
  const gate = new GateOfContext(context);
  brandGate(gate);
  return gate;
}

/** A gate over its parts. Only what is branded is one to a sender that names its gate. */
export class GateOfContext implements Gate {
  readonly #context: GateContext;
  readonly #steps: GateSteps;
  readonly #rate: ReturnType<GateSteps['createChallengeRate']>;
  #hasPassed = false;

  constructor(context: GateContext, steps: GateSteps = GATE_STEPS) {
    this.#context = context;
    this.#steps = steps;
    this.#rate = steps.createChallengeRate();
  }

  get site(): string {
    return this.#context.options.site;
  }

  get trustedHops(): number {
    return this.#context.options.trustedHops;
  }

  get takesInbound(): boolean {
    return this.#context.options.inbound !== undefined;
  }

  async ready(): Promise<void> {
    await ipDataReady(this.#context);
    await this.#open();
    if (this.#hasPassed) return;
    demandPassed(await runSelfTest(this.#context, this.#steps));
    this.#hasPassed = true;
  }

  async selfTest(): Promise<SelfTestReport> {
    await this.#open();
    return runSelfTest(this.#context, this.#steps);
  }

  handle(request: Request, { ip }: Caller): Promise<Response> {
    return answerRequest(this.#context, { rate: this.#rate, parking: this }, { request, ip });
  }

  async admit(facts: Facts): Promise<Verdict> {
    const judgement = await this.#steps.invite(this.#context, await this.#judge(facts));
    this.#tell(judgement);
    return judgement.verdict;
  }

  async send<T>(facts: Facts, callback: (permit: Permit) => Promise<T>): Promise<Sent<T>> {
    const judged = withoutSecondText(this.#context, await this.#judge(facts));
    const judgement = await this.#steps.invite(this.#context, judged);
    this.#tell(judgement);
    const { verdict, repeats } = judgement;
    if (verdict.kind !== 'allow' || repeats === 'accepted') return { verdict };
    return this.#steps.handOver({ ...judgement, verdict }, callback);
  }

  openPermit(sealed: unknown, { phone, country }: PhoneAsTyped): Promise<Result<Permit>> {
    return this.#steps.openPermit(this.#context, this, { sealed, phone, country });
  }

  async park(permit: Permit): Promise<void> {
    if (!isPermit(permit) || !isPermitOf(permit, this)) throw new TypeError('a gate parks its own permits alone');
    await this.#steps.parkPermit(this.#context, permit);
  }

  takeParked(parked: PhoneAsTyped & { readonly action: unknown }): Promise<Result<Permit>> {
    return this.#steps.takeParkedPermit(this.#context, this, parked);
  }

  takeInboundText(text: InboundText): Promise<Result<true>> {
    return this.#steps.takeInboundText(this.#context, text);
  }

  takeInbound(claim: InboundClaim): Promise<Result<TextedIn>> {
    return this.#steps.takeInbound(this.#context, claim);
  }

  report(report: GateReport): Promise<ReportOutcome> {
    return takeReport(this.#context, report);
  }

  limits(): GateLimits {
    const { options, book } = this.#context;
    return {
      cap: book.pools.cap,
      pools: book.pools.all,
      work: options.work,
      challengesAMinute: CHALLENGES_A_MINUTE,
    };
  }

  async setPool(
    name: string,
    option: PoolOption | ElsewhereOption | 'as-configured',
    { by }: ChangedBy,
  ): Promise<void> {
    checkPoolChange(name, option);
    const { book } = this.#context;
    await this.#change((controls, nowSec) => book.withPool(controls, { name, option }, { by, nowSec }));
  }

  async closePrefix(prefix: string, untilSec: number, { by }: ChangedBy): Promise<void> {
    await this.#change((controls, nowSec) => withClosedPrefix(controls, { prefix, untilSec }, { by, nowSec }));
  }

  async openPrefix(prefix: string, { by }: ChangedBy): Promise<void> {
    await this.#change((controls, nowSec) => withOpenPrefix(controls, prefix, { by, nowSec }));
  }

  async controls(): Promise<Controls> {
    await this.#reach(async (store) => this.#context.adopt(await store.controls()));
    return this.#context.book.controls;
  }

  async reopen({ by }: ChangedBy): Promise<void> {
    await this.#change((controls, nowSec) => logged(controls, 'reopen', { by, nowSec }));
    await this.#reach((store) => store.reopen());
  }

  async forget({ phone, country }: PhoneAsTyped): Promise<Result<true>> {
    const { epochKeys, options } = this.#context;
    const number = readPhone(phone, country);
    if (!number.ok) return number;
    const e164 = number.value.number;
    const keys = await epochKeys.number(e164, options.clock());
    const parked = await Promise.all(options.actions.map((action) => parkedKey(this.#context, e164, action)));
    await this.#reach((store) => store.forget(keys, parked));
    return accept(true);
  }

  close(): Promise<void> {
    this.#context.watch.close();
    return this.#context.store.close();
  }

  #judge(facts: Facts): Promise<Judgement> {
    const judgeRequest = this.#context.options.testSite ? judgeAsTestSite : judgeByMode;
    return judgeRequest(this.#context, this, facts);
  }

  #open(): Promise<void> {
    return this.#reach(async (store) => {
      await store.open();
      this.#context.adopt(await store.controls());
    });
  }

  /** Makes a change for every process. */
  async #change(edit: (controls: Controls, nowSec: number) => Controls): Promise<void> {
    const context = this.#context;
    await this.#reach(async (store) => {
      context.adopt(await store.controls());
      await context.book.change(store, (controls) => edit(controls, context.nowSec()), context.nowSec());
    });
  }

  /** Uses the store for the operator: misuse passes through, anything else is `store-unavailable` with its cause. */
  async #reach(use: (store: Store) => Promise<void>): Promise<void> {
    try {
      await use(this.#context.store);
    } catch (cause) {
      if (cause instanceof TypeError || cause instanceof RangeError || cause instanceof TollgateError) throw cause;
      throw new TollgateError('store-unavailable', 'the store does not answer', { cause });
    }
  }

  /** Shows the verdict to the operator. */
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
    tellOperator(onVerdict, event);
  }
}

/** The calling code and the last two digits: enough to tell two numbers apart by eye, too little to call one. */
function hintOf({ callingCode, e164 }: Destination): string {
  return `+${callingCode} … ${e164.slice(-2)}`;
}
