import { isSite } from '@tollgate/core';
import { monotonicClock } from '../monotonic-clock.js';
import type {
  AdmitClaim,
  AdmitResult,
  Choice,
  ClaimResult,
  MeterReading,
  NumberKeys,
  Report,
  ReportResult,
  ReportSubject,
  SettleResult,
  SpendResult,
  Store,
  StoredControls,
} from '../store.js';
import { TEXT_RULES } from '../text-rules.js';
import { TollgateError } from '../tollgate-error.js';
import { type AdmitReply, readAdmitReply, type ReadCells, readingOf } from './replies.js';
import { ADMIT, CLAIM } from './lua/admission.js';
import { REPORT, SETTLE } from './lua/outcomes.js';
import { MARK, SPEND } from './lua/marks.js';
import { CONTROL, CONTROLS, FORGET, OPEN, PARK, RECOVER, REOPEN, RESTORE, SNAPSHOT, TAKE } from './lua/site.js';
import { PROCESS_TTL_MS } from './lua/prelude.js';
import { OwnGrants } from './own-grants.js';
import { packChoices, packMeter } from './packed-choices.js';
import { PolicyCheck } from './policy-check.js';
import { commandsOf, type RedisClient } from './redis-client.js';
import { ScriptRunner } from './script-runner.js';
import { Silence } from './silence.js';

export interface RedisStoreOptions {
  /**
   * A client of `ioredis` 6 (`Redis`, also behind Sentinel, or `Cluster`) or of `redis` 6 (`createClient`, `createSentinel`,
   * `createCluster`), connected or connecting; the caller closes it.
   */
  readonly client: RedisClient;
  /** The gate's `site`: all its keys carry the tag `{tg:<site>}`. */
  readonly site: string;
}

/** For tests: what is added to the server's time, and this process's own clocks. */
interface TestSeams {
  readonly offsetMs?: () => number;
  readonly clocks?: readonly (() => number)[];
}

/** One call's part of what is put back. */
interface Restoring {
  readonly claimed: readonly string[];
  readonly grants: readonly object[];
}

type Reply = readonly [kind: 'lost'] | Counted;
/** A count of this process's calls in front; -1 where the call only reads. */
type Counted = readonly [seq: number, ...rest: readonly unknown[]];

/** Grants put back with one script call. */
const GRANTS_A_CALL = 100;

/**
 * The store of many processes, in Redis 7. One script an operation, all keys of a site in one slot. It demands
 * `maxmemory-policy noeviction`, and notices a server that lost acknowledged writes: by its name
 * (`gen`), and by how many of this process's calls it has counted (`seq`).
 */
export class RedisStore implements Store {
  readonly site: string;
  readonly #scripts: ScriptRunner;
  readonly #key: string;
  readonly #offsetMs: () => number;
  readonly #grants = new OwnGrants();
  #opening: Promise<void> | undefined;
  #recovering: Promise<void> | undefined;
  /** This process, among all that use the store. */
  readonly #process = freshName();
  /** The store's name, and how many of this process's calls it has counted, as far as that is known here. */
  #gen = '';
  #seq = -1;
  readonly #silence: Silence;
  readonly #policy: PolicyCheck;
  /** A loss that the store's own count does not show. */
  #isLossKnown = false;
  #controls: StoredControls = { version: 0, text: '' };
  /** What is still to be put back after a loss. */
  #toRestore: readonly Restoring[] = [];

  constructor({ client, site }: RedisStoreOptions, { offsetMs = () => 0, clocks }: TestSeams = {}) {
    if (!isSite(site)) throw new TypeError('option "site" must be a site name');
    this.site = site;
    this.#scripts = new ScriptRunner(commandsOf(client));
    this.#key = `{tg:${site}}`;
    this.#offsetMs = offsetMs;
    this.#silence = new Silence(PROCESS_TTL_MS / 2, clocks);
    this.#policy = new PolicyCheck(clocks?.[0] ?? monotonicClock);
  }

  open(): Promise<void> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async admit(claim: AdmitClaim, choices: readonly Choice[]): Promise<AdmitResult> {
    const { jti, alias, redeemedUntilMs, idempotency, permit, number, device, isShadow } = claim;
    const grant = { jti, alias, redeemedUntil: redeemedUntilMs, idempotency, permit, number, device, isShadow };
    const { controlsVersion, isSecondCall } = claim;
    const [, ...reply] = await this.#run(ADMIT, { ...grant, controlsVersion, isSecondCall, ...packChoices(choices) });
    const admitted = reply as unknown as AdmitReply;
    if (admitted[0] === 'granted') {
      const [, at, heldUntil] = admitted;
      const { tier, meters } = choices[at - 1]!;
      const heldAt = heldUntil - TEXT_RULES.holdMs;
      this.#grants.add(
        permit.pid,
        { ...grant, tier, meters: meters.map(({ use }) => packMeter(use)), heldAt },
        monotonicClock(),
      );
    }
    const result = readAdmitReply(admitted, choices);
    if (result.kind === 'controls-changed') this.#controls = result.controls;
    return result;
  }

  async claim(pid: string): Promise<ClaimResult> {
    const [, kind, microUsd] = await this.#run(CLAIM, { pid });
    if (kind !== 'claimed') return { kind } as ClaimResult;
    this.#grants.claim(pid, monotonicClock());
    return { kind, microUsd: microUsd as number };
  }

  async settle(pid: string, state: 'accepted' | 'failed', microUsd?: number): Promise<SettleResult> {
    const [, kind, overrunMicroUsd] = await this.#run(SETTLE, { pid, state, microUsd });
    if (state === 'failed' && kind === 'settled') this.#grants.delete(pid);
    return (kind === 'settled' ? { kind, overrunMicroUsd } : { kind }) as SettleResult;
  }

  async report(subject: ReportSubject, { outcome, microUsd }: Report): Promise<ReportResult> {
    const [, kind, overrunMicroUsd] = await this.#run(REPORT, { ...subject, outcome, microUsd });
    return (kind === 'reported' ? { kind, overrunMicroUsd } : { kind }) as ReportResult;
  }

  async snapshot(meters: readonly string[]): Promise<readonly MeterReading[]> {
    const [, found] = (await this.#run(SNAPSHOT, { meters })) as unknown as [number, readonly ReadCells[]];
    return found.map(readingOf);
  }

  async controls(): Promise<StoredControls> {
    return this.#readControls(await this.#run(CONTROLS, {}));
  }

  async control(next: StoredControls): Promise<StoredControls> {
    return this.#readControls(await this.#run(CONTROL, { ...next }));
  }

  async park(key: string, sealed: string, ttlMs: number): Promise<void> {
    await this.#run(PARK, { key, sealed, ttl: ttlMs });
  }

  async take(key: string): Promise<string | undefined> {
    const [, sealed] = (await this.#run(TAKE, { key })) as [number, string];
    return sealed === '' ? undefined : sealed;
  }

  async mark(key: string, ttlMs: number): Promise<boolean> {
    const [, isNew] = await this.#run(MARK, { key, ttl: ttlMs });
    return isNew === 1;
  }

  async spend(key: string): Promise<SpendResult> {
    const [, result] = await this.#run(SPEND, { key });
    return result as SpendResult;
  }

  async forget(number: NumberKeys, parked: readonly string[]): Promise<void> {
    await this.#run(FORGET, { number, parked });
  }

  async reopen(): Promise<void> {
    await this.#run(REOPEN, {});
  }

  /** Nothing to do: the client is its owner's. */
  async close(): Promise<void> {}

  async #open(): Promise<void> {
    this.#adopt(await this.#call(OPEN, { fresh: freshName() }));
  }

  /** Runs a script; where the store turns out to have lost writes, it is put in order first. */
  async #run(script: string, argument: object): Promise<Counted> {
    await this.open();
    for (let turn = 0; turn < 3; turn++) {
      if (this.#isUnsettled) await this.#recover(this.#gen);
      const gen = this.#gen;
      const reply = await this.#call(script, argument);
      if (reply[0] === 'lost') {
        this.#policy.doubt();
        await this.#recover(gen);
        continue;
      }
      if (gen === this.#gen) await this.#expectNews(reply[0]);
      return reply;
    }
    throw new TollgateError('store-unavailable', 'the store loses its writes again and again');
  }

  async #call(script: string, argument: object): Promise<Reply> {
    const isPolicyDue = this.#policy.isDue;
    const own = {
      process: this.#process,
      gen: this.#gen,
      seq: this.#seq,
      isSilent: this.#silence.isLong,
      offset: this.#offsetMs(),
      isPolicyDue,
    };
    try {
      const reply = await this.#scripts.run(script, this.#key, JSON.stringify({ ...own, ...argument }));
      const [kind, policy] = reply as readonly [kind: unknown, policy: string];
      if (kind === 'unsafe') throw unsafe(policy);
      if (isPolicyDue) this.#policy.pass();
      return reply as Reply;
    } catch (error) {
      this.#policy.doubt();
      throw error;
    }
  }

  /**
   * No two calls have one count, unless the store went back between them. It cannot tell by itself where a client sends calls
   * once more, to whatever server took over: they know of no answer that came after they were written, and bring the count
   * up again.
   */
  async #expectNews(seq: number): Promise<void> {
    if (seq === this.#seq) {
      this.#isLossKnown = true;
      await this.#recover(this.#gen);
    } else this.#counted(seq);
  }

  /** Something is to be put in order before the next operation. */
  get #isUnsettled(): boolean {
    return this.#isLossKnown || this.#toRestore.length > 0;
  }

  #recover(gen: string): Promise<void> {
    // Whoever noticed under a name that is gone already only has to try again.
    if (gen !== this.#gen && !this.#isUnsettled) return Promise.resolve();
    this.#recovering ??= this.#putInOrder().finally(() => {
      this.#recovering = undefined;
    });
    return this.#recovering;
  }

  /** What could not be put back, because the store failed again, is put back before the next operation. */
  async #putInOrder(): Promise<void> {
    if (this.#toRestore.length === 0) {
      const recovered = await this.#call(RECOVER, {
        fresh: freshName(),
        controls: this.#controls,
        isKnown: this.#isLossKnown,
      });
      this.#isLossKnown = false;
      this.#adopt(recovered);
      this.#toRestore = this.#restorings();
    }
    while (this.#toRestore.length > 0) {
      const [reply] = await this.#call(RESTORE, this.#toRestore[0]!);
      // Lost once more: begin anew, with what is recent then.
      this.#toRestore = reply === 'lost' ? [] : this.#toRestore.slice(1);
      if (reply !== 'lost') this.#counted(reply);
    }
  }

  #restorings(): readonly Restoring[] {
    const now = monotonicClock();
    const grants = this.#grants.recent(now);
    const rest: Restoring[] = [{ claimed: this.#grants.claimed(now), grants: [] }];
    for (let at = 0; at < grants.length; at += GRANTS_A_CALL) {
      rest.push({ claimed: [], grants: grants.slice(at, at + GRANTS_A_CALL) });
    }
    return rest;
  }

  #readControls([, version, text]: readonly unknown[]): StoredControls {
    this.#controls = { version, text } as StoredControls;
    return this.#controls;
  }

  #adopt([seq, gen]: readonly unknown[]): void {
    if (gen !== this.#gen) this.#seq = -1;
    this.#gen = gen as string;
    this.#counted(seq as number);
  }

  /** A call was counted; those that only read are not. */
  #counted(seq: number): void {
    if (seq <= this.#seq) return;
    this.#seq = seq;
    this.#silence.end();
  }
}

/** A store in Redis 7. Throws `TypeError` for a client of neither package or a name that is no site's. */
export function createRedisStore(options: RedisStoreOptions): Store {
  const unknown = Object.keys(options).find((name) => name !== 'client' && name !== 'site');
  if (unknown !== undefined) throw new TypeError(`unknown option "${unknown}"`);
  return new RedisStore(options);
}

function unsafe(policy: string): TollgateError {
  const fault = `maxmemory-policy is "${policy}" and has to be "noeviction"`;
  return new TollgateError('store-unsafe', `Redis must not forget: ${fault}`);
}

function freshName(): string {
  return crypto.randomUUID();
}
