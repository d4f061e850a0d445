import { isSite } from '@tollgate/core';
import { monotonicClock } from '../monotonic-clock.js';
import type {
  AdmitClaim,
  AdmitResult,
  Choice,
  ClaimResult,
  MeterReading,
  MeterUse,
  NumberKeys,
  Report,
  ReportResult,
  ReportSubject,
  SettleResult,
  Store,
  StoredControls,
} from '../store.js';
import { TEXT_RULES } from '../text-rules.js';
import { TollgateError } from '../tollgate-error.js';
import { type AdmitReply, readAdmitReply } from './admit-reply.js';
import { ADMIT, CLAIM } from './lua/admission.js';
import { REPORT, SETTLE } from './lua/outcomes.js';
import { CONTROL, CONTROLS, FORGET, OPEN, PARK, RECOVER, REOPEN, RESTORE, SNAPSHOT, TAKE } from './lua/site.js';
import { OwnGrants } from './own-grants.js';
import { commandsOf, type RedisClient } from './redis-client.js';
import { ScriptRunner } from './script-runner.js';

export interface RedisStoreOptions {
  /** A client of `ioredis` 6 or of `redis` 6, connected or connecting; the caller closes it. */
  readonly client: RedisClient;
  /** The gate's `site`: all its keys carry the tag `{tg:<site>}`. */
  readonly site: string;
}

type Reply = readonly [kind: 'lost'] | readonly [seq: number, ...rest: readonly unknown[]];

/** Grants put back with one script call. */
const GRANTS_A_CALL = 100;

/**
 * The store of many processes, in Redis 7 or Valkey. One script an operation, all keys of a site in one slot. It demands
 * `maxmemory-policy noeviction`, and notices a server that lost acknowledged writes (DESIGN: `gen` and `seq`).
 */
export class RedisStore implements Store {
  readonly site: string;
  readonly #scripts: ScriptRunner;
  readonly #key: string;
  readonly #offsetMs: () => number;
  readonly #grants = new OwnGrants();
  #opening: Promise<void> | undefined;
  #recovering: Promise<void> | undefined;
  /** The store's name and the newest count seen of it. */
  #gen = '';
  #seq = 0;

  /** `offsetMs` is added to the server's time: for tests. */
  constructor({ client, site }: RedisStoreOptions, { offsetMs = () => 0 }: { offsetMs?: () => number } = {}) {
    if (!isSite(site)) throw new TypeError('option "site" must be a site name');
    this.site = site;
    this.#scripts = new ScriptRunner(commandsOf(client));
    this.#key = `{tg:${site}}`;
    this.#offsetMs = offsetMs;
  }

  open(): Promise<void> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async admit(claim: AdmitClaim, choices: readonly Choice[]): Promise<AdmitResult> {
    const { jti, redeemedUntilMs, idempotency, permit, number, device } = claim;
    const grant = { jti, redeemedUntil: redeemedUntilMs, idempotency, permit, number, device };
    const { controlsVersion, isSecondCall } = claim;
    const [, ...reply] = await this.#run(ADMIT, { ...grant, controlsVersion, isSecondCall, choices });
    const admitted = reply as unknown as AdmitReply;
    if (admitted[0] === 'granted') {
      const [, at, heldUntil] = admitted;
      const { tier, meters } = choices[at - 1]!;
      const heldAt = heldUntil - TEXT_RULES.holdMs;
      this.#grants.add(permit.pid, { ...grant, tier, meters: meters.map(counted), heldAt }, monotonicClock());
    }
    return readAdmitReply(admitted, choices);
  }

  async claim(pid: string): Promise<ClaimResult> {
    const [, kind, microUsd] = await this.#run(CLAIM, { pid });
    if (kind !== 'claimed') return { kind } as ClaimResult;
    this.#grants.claim(pid);
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
    const [, found] = (await this.#run(SNAPSHOT, { meters })) as unknown as [number, readonly number[]];
    return meters.map((_, at) => {
      const window = (place: number) => {
        const [exposed = 0, untrusted = 0, all = 0] = found.slice(at * 9 + place * 3);
        return { exposed, untrusted, all };
      };
      return { hour: window(0), day: window(1), month: window(2) };
    });
  }

  async controls(): Promise<StoredControls> {
    const [, version, text] = await this.#run(CONTROLS, {});
    return { version, text } as StoredControls;
  }

  async control(next: StoredControls): Promise<StoredControls> {
    const [, version, text] = await this.#run(CONTROL, { ...next });
    return { version, text } as StoredControls;
  }

  async park(key: string, sealed: string, ttlMs: number): Promise<void> {
    await this.#run(PARK, { key, sealed, ttl: ttlMs });
  }

  async take(key: string): Promise<string | undefined> {
    const [, sealed] = (await this.#run(TAKE, { key })) as [number, string];
    return sealed === '' ? undefined : sealed;
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
    const info = await this.#scripts.commands.info('memory');
    const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? 'unknown';
    if (policy !== 'noeviction') {
      throw new TollgateError(
        'store-unsafe',
        `Redis must not forget: maxmemory-policy is "${policy}" and has to be "noeviction"`,
      );
    }
    this.#adopt(await this.#call(OPEN, { fresh: freshName() }));
  }

  /** Runs a script; where the store turns out to have lost writes, it is put in order first. */
  async #run(script: string, argument: object): Promise<readonly [seq: number, ...rest: readonly unknown[]]> {
    await this.open();
    for (let turn = 0; turn < 3; turn++) {
      const gen = this.#gen;
      const reply = await this.#call(script, argument);
      if (reply[0] !== 'lost') {
        if (gen === this.#gen) this.#seq = Math.max(this.#seq, reply[0]);
        return reply;
      }
      await this.#recover(gen);
    }
    throw new TollgateError('store-unavailable', 'the store loses its writes again and again');
  }

  async #call(script: string, argument: object): Promise<Reply> {
    const text = JSON.stringify({ gen: this.#gen, seq: this.#seq, offset: this.#offsetMs(), ...argument });
    return (await this.#scripts.run(script, this.#key, text)) as Reply;
  }

  #recover(gen: string): Promise<void> {
    // Whoever noticed under a name that is gone already only has to try again.
    if (gen !== this.#gen) return Promise.resolve();
    this.#recovering ??= this.#putInOrder().finally(() => {
      this.#recovering = undefined;
    });
    return this.#recovering;
  }

  async #putInOrder(): Promise<void> {
    const grants = this.#grants.recent(monotonicClock());
    this.#adopt(await this.#call(RECOVER, { fresh: freshName() }));
    for (let at = 0; at < grants.length; at += GRANTS_A_CALL) {
      await this.#call(RESTORE, { grants: grants.slice(at, at + GRANTS_A_CALL) });
    }
  }

  #adopt([seq, gen]: readonly unknown[]): void {
    this.#gen = gen as string;
    this.#seq = seq as number;
  }
}

/** A store in Redis or Valkey. Throws `TypeError` for a client of neither package or a name that is no site's. */
export function createRedisStore(options: RedisStoreOptions): Store {
  const unknown = Object.keys(options).find((name) => name !== 'client' && name !== 'site');
  if (unknown !== undefined) throw new TypeError(`unknown option "${unknown}"`);
  return new RedisStore(options);
}

/** A meter without its limits: where a text is counted. */
function counted({ meter, unit, windows, keepsHistory }: MeterUse): Omit<MeterUse, 'limits'> {
  return { meter, unit, windows, keepsHistory };
}

function freshName(): string {
  return crypto.randomUUID();
}
