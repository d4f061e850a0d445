import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RedisStore } from '../../src/redis-store/redis-store.js';
import { redisServer, EVERY_KIND } from '../support/stores.js';
import { claimOf, freshId } from './support/claims.js';
import { limit, only, ROOMY, SUMS } from './support/choices.js';
import type { ClaimOrder } from './support/claiming-process.js';
import { type Desk, openDesk } from './support/desk.js';

const ONE_TEXT = { exposed: 100, untrusted: 100, all: 100 };

/** Calls fifty times at once, taking turns between two processes, and answers the kinds that came back. */
async function fiftyAtOnce(
  desk: Desk,
  call: (store: Desk['store'], turn: number) => Promise<{ readonly kind: string }>,
): Promise<Readonly<Record<string, number>>> {
  const stores = [desk.store, await desk.test.second()];
  const results = await Promise.all(Array.from({ length: 50 }, (_, turn) => call(stores[turn % 2]!, turn)));
  const kinds: Record<string, number> = {};
  for (const { kind } of results) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return kinds;
}

describe.each(EVERY_KIND)('fifty at once in $name', (kind) => {
  it('redeem one challenge: one is granted', async () => {
    const desk = await openDesk(kind);
    const jti = freshId();
    const kinds = await fiftyAtOnce(desk, (store) => store.admit(desk.claimOf({ jti }), ROOMY));
    expect(kinds).toEqual({ granted: 1, used: 49 });
    expect(await desk.holds()).toEqual(ONE_TEXT);
  });

  it('redeem one challenge with one key: all have the same permit', async () => {
    const desk = await openDesk(kind);
    const jti = freshId();
    const pids = new Set<string>();
    const kinds = await fiftyAtOnce(desk, async (store) => {
      const claim = desk.claimOf({ jti, idempotency: 'a' });
      const result = await store.admit(claim, ROOMY);
      pids.add(result.kind === 'repeated' ? result.permit.pid : claim.permit.pid);
      return result;
    });
    expect(kinds).toEqual({ granted: 1, repeated: 49 });
    expect(pids.size).toBe(1);
    expect(await desk.holds()).toEqual(ONE_TEXT);
  });

  it('present one token that is not admitted: five are judged', async () => {
    const desk = await openDesk(kind);
    const jti = freshId();
    const noRoom = only(limit('all', 'hour', 0));
    const kinds = await fiftyAtOnce(desk, (store) => store.admit(desk.claimOf({ jti }), noRoom));
    expect(kinds).toEqual({ full: 5, used: 45 });
  });

  it('claim one permit: one does', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.hold();
    expect(await fiftyAtOnce(desk, (store) => store.claim(pid))).toEqual({ claimed: 1, 'permit-claimed': 49 });
    expect(await desk.holds()).toEqual(ONE_TEXT);
  });

  it('settle one permit as failed: its money comes back once', async () => {
    const desk = await openDesk(kind);
    const [, pid] = [await desk.sent(), await desk.claimed()];
    expect(await fiftyAtOnce(desk, (store) => store.settle(pid, 'failed'))).toEqual({ settled: 1, 'not-claimed': 49 });
    expect(await desk.holds()).toEqual(ONE_TEXT);
  });

  it('settle one permit both ways: one way holds', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.claimed();
    const states = ['accepted', 'failed'] as const;
    const kinds = await fiftyAtOnce(desk, (store, turn) => store.settle(pid, states[turn % 2]!));
    expect(kinds).toEqual({ settled: 1, 'not-claimed': 49 });
  });

  it('report of one text: it leaves each sum once', async () => {
    const desk = await openDesk(kind);
    const [, pid] = [await desk.sent(), await desk.sent()];
    const kinds = await fiftyAtOnce(desk, (store) => store.report({ pid }, { outcome: 'verified' }));
    expect(kinds).toEqual({ reported: 1, 'report-repeated': 49 });
    expect(await desk.holds()).toEqual({ exposed: 100, untrusted: 200, all: 200 });
  });

  it.each(SUMS)('ask for the last room of a limit on %s: it is filled, and never above', async (sum) => {
    const desk = await openDesk(kind);
    const choices = only(limit(sum, 'hour', 1_799));
    const kinds = await fiftyAtOnce(desk, async (store) => {
      const claim = desk.claimOf();
      const result = await store.admit(claim, choices);
      // Some are claimed while others still ask: moving money must not make room.
      if (result.kind === 'granted') await store.claim(claim.permit.pid);
      return result;
    });
    expect(kinds).toEqual({ granted: 17, full: 33 });
    expect((await desk.holds())[sum]).toBe(1_700);
  });

  it('text one number, or from one device: no more than one, and two, are granted', async () => {
    const desk = await openDesk(kind);
    const byNumber = await fiftyAtOnce(desk, (store) => store.admit(desk.claimOf({ number: 'n' }), ROOMY));
    expect(byNumber).toEqual({ granted: 1, spaced: 49 });
    const byDevice = await fiftyAtOnce(desk, (store) => store.admit(desk.claimOf({ device: 'd' }), ROOMY));
    expect(byDevice).toEqual({ granted: 2, 'device-full': 48 });
  });
});

describe('two processes on one Redis', () => {
  it('claim one permit 25 times each at once: exactly one of the fifty does', async () => {
    const { port } = await redisServer();
    const client = new Redis({ port, host: '127.0.0.1' });
    onTestFinished(() => client.disconnect());
    const site = 'two-processes';
    const store = new RedisStore({ client, site });
    const children = await Promise.all([startChild(), startChild()]);
    const claim = claimOf(Date.now(), {});
    expect(await store.admit(claim, ROOMY)).toMatchObject({ kind: 'granted' });

    const order: ClaimOrder = { port, site, pid: claim.permit.pid, times: 25 };
    const answers = children.map(async (child) => {
      const answer = once(child, 'message');
      child.send(order);
      return ((await answer) as [string[]])[0];
    });
    const kinds = (await Promise.all(answers)).flat().sort();
    expect(kinds).toEqual(['claimed', ...Array<string>(49).fill('permit-claimed')]);
    expect((await store.snapshot(['site']))[0]!.hour).toEqual(ONE_TEXT);
  });
});

/** Starts a process that claims what it is told, and waits until it is ready. */
async function startChild(): Promise<ChildProcess> {
  const path = fileURLToPath(new URL('support/claiming-process.ts', import.meta.url));
  const cwd = fileURLToPath(new URL('../../../..', import.meta.url));
  const child = fork(path, { cwd, execArgv: ['--import', 'tsx'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}
