import { describe, expect, it } from 'vitest';
import type { Alert } from '../src/alerts.js';
import { createGate } from '../src/gate.js';
import type { GateOptions } from '../src/options.js';
import { setUpMoney } from './support/money-setup.js';
import { freshPhone } from './support/phones.js';
import { facts, refused, testOptions } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const BY = { by: 'ada' };

/** Two gates on one store: two processes of one site. */
function setUpTwo(overrides: Partial<GateOptions> = {}) {
  const money = {
    prices: { asOf: '2026-01-01', smsUsd: { '49': 0.1 } },
    countries: { DE: { perDayUsd: 40 } },
    cap: { hourUsd: 50, dayUsd: 100, monthUsd: 3_000 },
    work: { p: 1, k: 1 },
  };
  const first = setUpMoney(money);
  const { store, clock } = first;
  const second = createGate(testOptions({ ...money, store, clock: clock.read, ...overrides }));
  const askSecond = async (phone = freshPhone()) => {
    const token = await (await Visitor.at(second)).token({ phone });
    return second.admit(facts(token, { phone }));
  };
  return { ...first, first: first.gate, second, askSecond };
}

describe('another process', () => {
  it('obeys at its next admission: a pool', async () => {
    const { first, second, askSecond, textEach, store } = setUpTwo();
    await textEach(7);
    await first.setPool('DE', { perDayUsd: 4 }, BY);
    expect(second.limits().pools[0]?.dayMicroUsd).toBe(40_000_000);
    store.calls.length = 0;
    expect(refused(await askSecond()).reasons).toEqual(['pool-busy', 'pool:DE', 'exposed', 'hour']);
    expect(store.calls).toEqual(['admit', 'admit']);
    expect(second.limits()).toEqual(first.limits());
    await first.setPool('DE', 'as-configured', BY);
    expect((await askSecond()).kind).toBe('allow');
  });

  it('obeys at its next admission: a prefix closed and opened', async () => {
    const { first, second, askSecond, clock } = setUpTwo();
    await first.closePrefix('49', clock.nowSec + 600, BY);
    expect((await askSecond()).code).toBe('prefix-closed');
    await first.openPrefix('49', BY);
    expect((await askSecond()).kind).toBe('allow');
    expect(await second.controls()).toEqual(await first.controls());
  });

  it('obeys from its start once it is ready', async () => {
    const { first, second, store } = setUpTwo();
    await first.setPool('DE', { perDayUsd: 4 }, BY);
    await second.ready();
    expect(second.limits().pools[0]?.dayMicroUsd).toBe(4_000_000);
    expect(store.calls.filter((call) => call === 'open')).toHaveLength(1);
  });

  it('counts what another lowered as before, too', async () => {
    const tight = { cap: { hourUsd: 13.34, dayUsd: 53.34, monthUsd: 1_600.05 } };
    const { first, second, clock } = setUpTwo(tight);
    await first.setPool('DE', { perDayUsd: 4 }, BY);
    await expect(second.setPool('US', { perDayUsd: 30 }, BY)).rejects.toThrow('"cap.hourUsd"');
    clock.advanceSec(31 * 86_400 + 121);
    await second.setPool('US', { perDayUsd: 30 }, BY);
    expect(await first.controls()).toMatchObject({ pools: { DE: { perDayUsd: 4 }, US: { perDayUsd: 30 } } });
  });

  it('is told of pools that do not fit its own cap, which holds all the same', async () => {
    const alerts: Alert[] = [];
    const { first, askSecond } = setUpTwo({
      cap: { hourUsd: 13.34, dayUsd: 53.34, monthUsd: 1_600.05 },
      onAlert: (alert) => void alerts.push(alert),
    });
    await first.setPool('DE', { perDayUsd: 60 }, BY);
    expect((await askSecond()).kind).toBe('allow');
    await new Promise((resolve) => setImmediate(resolve));
    expect(alerts).toEqual([{ kind: 'pools-exceed-cap', message: expect.stringContaining('"cap.hourUsd"') as string }]);
  });
});

describe('changes at the same moment', () => {
  it('of two processes both land', async () => {
    const { first, second, clock } = setUpTwo();
    const untilSec = clock.nowSec + 600;
    await Promise.all([
      first.setPool('DE', { perDayUsd: 30 }, { by: 'ada' }),
      second.closePrefix('4915', untilSec, { by: 'bob' }),
    ]);
    for (const gate of [first, second]) {
      const { pools, closed, log } = await gate.controls();
      expect(pools).toEqual({ DE: { perDayUsd: 30 } });
      expect(closed.map(({ prefix }) => prefix)).toEqual(['4915']);
      expect(log.map(({ by }) => by).sort()).toEqual(['ada', 'bob']);
    }
  });

  it('of two processes all land: ten of each', async () => {
    const { first, second, clock } = setUpTwo();
    const prefixes = Array.from({ length: 10 }, (_, at) => [`71${at}`, `72${at}`] as const);
    const untilSec = clock.nowSec + 600;
    await Promise.all(
      prefixes.flatMap(([one, other]) => [
        first.closePrefix(one, untilSec, BY),
        second.closePrefix(other, untilSec, BY),
      ]),
    );
    for (const gate of [first, second]) {
      const { closed, log } = await gate.controls();
      expect(closed.map(({ prefix }) => prefix).sort()).toEqual(prefixes.flat().sort());
      expect(log).toHaveLength(20);
    }
  });

  it('of two processes never give away more than the cap', async () => {
    const { first, second } = setUpTwo({ cap: { hourUsd: 50, dayUsd: 100, monthUsd: 3_000 } });
    // $75 a day for pools, of which Germany has $40: one of these fits.
    const changes = await Promise.allSettled([
      first.setPool('US', { perDayUsd: 30 }, BY),
      second.setPool('FR', { perDayUsd: 30 }, BY),
    ]);
    expect(changes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const failed = changes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(failed.reason).toBeInstanceOf(RangeError);
    expect(Object.keys((await first.controls()).pools)).toHaveLength(1);
    expect((await first.controls()).log).toHaveLength(1);
  });
});

describe('a store that does not answer', () => {
  it('makes every change store-unavailable with its cause, and changes nothing', async () => {
    const { first, store, clock } = setUpTwo();
    const before = first.limits();
    store.down.add('control');
    for (const change of [
      first.setPool('DE', { perDayUsd: 4 }, BY),
      first.closePrefix('49', clock.nowSec + 600, BY),
      first.reopen(BY),
    ]) {
      await expect(change).rejects.toMatchObject({ code: 'store-unavailable', cause: expect.any(Error) as Error });
    }
    store.down.add('controls');
    await expect(first.controls()).rejects.toMatchObject({ code: 'store-unavailable' });
    expect(first.limits()).toEqual(before);
    store.down.clear();
    expect((await first.controls()).log).toEqual([]);
  });
});
