import type { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import type { IoredisClient } from '../../src/redis-store/redis-client.js';
import { RedisStore } from '../../src/redis-store/redis-store.js';
import { REDIS_KINDS } from '../support/stores.js';
import { Desk, openDesk } from './support/desk.js';
import { rawRedis } from './support/raw-redis.js';
import { savePoint } from './support/save-point.js';

/** A client that heard no answer to some calls, and sends them again, as they were written, to whoever took over. */
class ResendingClient implements IoredisClient {
  readonly #held: (() => void)[] = [];
  #holding = 0;
  #isExecuted = false;

  constructor(readonly raw: Redis) {}

  /** The next so many calls are written; they are executed and nobody hears of it, or the server dies before. */
  hold(calls: number, { isExecuted }: { readonly isExecuted: boolean }): void {
    this.#holding = calls;
    this.#isExecuted = isExecuted;
  }

  sendAgain(): void {
    for (const send of this.#held.splice(0)) send();
  }

  async evalsha(sha: string, count: number, key: string, argument: string): Promise<unknown> {
    const send = () => this.raw.evalsha(sha, count, key, argument);
    if (this.#holding === 0) return send();
    this.#holding--;
    if (this.#isExecuted) await send();
    await new Promise<void>((resolve) => this.#held.push(resolve));
    return send();
  }

  eval(script: string, count: number, key: string, argument: string): Promise<unknown> {
    return this.raw.eval(script, count, key, argument);
  }
}

let sites = 0;

async function setUp() {
  const { test } = await openDesk(REDIS_KINDS[0]!);
  const raw = await rawRedis(test);
  const client = new ResendingClient(raw);
  const store = new RedisStore(
    { client, site: `resent-${++sites}` },
    { offsetMs: () => test.clock.nowMs() - Date.now() },
  );
  const desk = new Desk({ ...test, store });
  await desk.sent();
  return { desk, raw, client };
}

describe('calls that a client sends again to the server that took over', () => {
  it.each([1, 2, 3, 4, 7])('hide no loss of three others: %i of them', async (resent) => {
    const { desk, raw, client } = await setUp();
    const goBack = await savePoint(raw);
    client.hold(resent, { isExecuted: false });
    // Written before the three were answered, so that they know of none.
    const again = Array.from({ length: resent }, () => desk.admit());
    for (let turn = 0; turn < 3; turn++) await desk.hold();
    await goBack();
    client.sendAgain();
    for (const { kind } of await Promise.all(again)) expect(['granted', 'degraded']).toContain(kind);
    expect(await desk.admit()).toEqual({ kind: 'degraded' });
    expect((await desk.holds()).all).toBe(100 * (1 + 3 + resent));
  });

  it('and nothing was lost: a text is held, claimed and given back once', async () => {
    const { desk, client } = await setUp();
    client.hold(1, { isExecuted: true });
    const admission = desk.admit();
    const pid = await desk.hold();
    client.sendAgain();
    // Its money is held, and nobody can use it: it falls out after 120 s.
    expect(await admission).toEqual({ kind: 'used' });
    expect((await desk.holds()).all).toBe(300);

    client.hold(1, { isExecuted: true });
    const claim = desk.claim(pid);
    await desk.holds();
    client.sendAgain();
    expect(await claim).toEqual({ kind: 'permit-claimed' });
    client.hold(1, { isExecuted: true });
    const settlement = desk.settle(pid, 'failed');
    await desk.holds();
    client.sendAgain();
    expect(await settlement).toEqual({ kind: 'not-claimed' });
    expect((await desk.holds()).all).toBe(200);
    expect(await desk.admit()).toMatchObject({ kind: 'granted' });
  });
});
