import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createGate } from '../src/gate.js';
import { verdictReply } from '../src/verdict-reply.js';
import type { VerdictEvent } from '../src/verdict.js';
import { setUpAlerts, settled } from './support/alert-setup.js';
import { createRecordingStore } from './support/recording-store.js';
import { germanPhone } from './support/phones.js';
import { DE_PHONE, facts, permitOf, refused, testOptions } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const rejections: unknown[] = [];
const note = (reason: unknown) => void rejections.push(reason);
process.on('unhandledRejection', note);
afterAll(() => void process.off('unhandledRejection', note));

afterEach(async () => {
  await settled();
  expect(rejections).toEqual([]);
});

describe('a limit that is used', () => {
  it('to 50, 80 and 95 per cent is told once each: a pool', async () => {
    const { alerts, levels, texts } = setUpAlerts();
    // Of the $0.70 that cold devices have: $0.35, $0.56 and $0.665.
    for (const [count, expected] of [
      [3, []],
      [1, [50]],
      [1, [50]],
      [1, [50, 80]],
      [1, [50, 80, 95]],
    ] as const) {
      await texts(count);
      expect(await levels('pool:DE', 'exposed')).toEqual(expected);
      expect(await levels('pool:DE', 'untrusted')).toEqual(expected);
    }
    expect(alerts[0]).toEqual({
      kind: 'limit-used',
      meter: 'pool:DE',
      sum: 'exposed',
      window: 'hour',
      tier: 'cold',
      percent: 50,
      usedMicroUsd: 400_000,
      limitMicroUsd: 700_000,
      message: expect.stringContaining('pool:DE: $0.40 exposed of the $0.70') as string,
    });
    expect(JSON.stringify(alerts)).not.toMatch(/block|range|\+49/);
  });

  it('to 50, 80 and 95 per cent is told once each: the cap', async () => {
    const { levels, texts, report } = setUpAlerts();
    // $0.67, $1.072 and $1.273 of $1.34.
    for (let count = 1; count <= 13; count++) {
      await report(await texts(1), 'trusted');
      const expected = [50, 80, 95].slice(0, count < 7 ? 0 : count < 11 ? 1 : count < 13 ? 2 : 3);
      expect(await levels('site', 'all')).toEqual(expected);
    }
  });

  it('to 50, 80 and 95 per cent is told once each: known numbers', async () => {
    const { levels, texts } = setUpAlerts({ cap: { hourUsd: 4, dayUsd: 16, monthUsd: 400 } });
    // Of $1 an hour, a quarter of the cap.
    for (let count = 1; count <= 10; count++) {
      await texts(1, { known: true });
      const expected = [50, 80, 95].slice(0, count < 5 ? 0 : count < 8 ? 1 : count < 10 ? 2 : 3);
      expect(await levels('pool:known', 'untrusted')).toEqual(expected);
    }
  });

  it('past two levels by one text is told of the higher one alone', async () => {
    const { levels, texts } = setUpAlerts();
    await texts(1, { segments: 6 });
    expect(await levels('pool:DE', 'exposed')).toEqual([80]);
  });

  it('again is told again after ten minutes, and not before', async () => {
    const { ask, levels, clock } = setUpAlerts();
    const hold = async () => {
      for (let turn = 0; turn < 4; turn++) permitOf(await ask());
    };
    for (const [seconds, times] of [
      [0, 1],
      [300, 1],
      [299, 1],
      [151, 2],
    ] as const) {
      clock.advanceSec(seconds);
      await hold();
      expect(await levels('pool:DE', 'exposed')).toEqual(Array(times).fill(50));
    }
  });

  it('is not told of a text that was refused', async () => {
    const { ask, alerts, texts } = setUpAlerts();
    await texts(7);
    await settled();
    alerts.length = 0;
    expect(refused(await ask()).code).toBe('pool-exhausted');
    await settled();
    expect(alerts).toEqual([]);
  });
});

describe('a place that is full', () => {
  const ROOMY = { countries: { DE: { perDayUsd: 40 } }, cap: { hourUsd: 50, dayUsd: 100, monthUsd: 3_000 } };
  const inRange = (line: number, range = 0) => ({ phone: germanPhone({ block: 34, range, line }) });

  it.each<[string, string, (turn: number) => { phone: string }]>([
    ['range', '4915034', (turn) => inRange(turn)],
    ['block', '4915034', (turn) => inRange(turn, turn)],
  ])('is told by its prefix: a %s', async (kind, prefix, asking) => {
    const { ask, textEach, alerts, told } = setUpAlerts(ROOMY);
    const count = kind === 'range' ? 7 : 14;
    await textEach(count, asking);
    expect(await told('place-full')).toEqual([]);
    for (let turn = count; turn < count + 3; turn++) refused(await ask(asking(turn)));
    const full = kind === 'range' ? `${prefix}00` : prefix;
    expect(await told('place-full')).toEqual([
      {
        kind: 'place-full',
        prefix: full,
        message: `the ${kind} of numbers +${full}… is full: look at who texts there`,
      },
    ]);
    expect(JSON.stringify(alerts)).not.toContain(asking(count).phone.slice(-4));
  });

  it('is named by its kind alone to the visitor and in the log', async () => {
    const events: VerdictEvent[] = [];
    const { ask, textEach } = setUpAlerts({
      ...ROOMY,
      onVerdict: (event) => void events.push(event),
    });
    await textEach(7, (turn) => inRange(turn));
    const verdict = refused(await ask(inRange(7)));
    await settled();
    expect(verdict.reasons).toEqual(['range-exhausted', 'range', 'exposed', 'hour']);
    expect(verdict.cost.exposure?.pool).toBe('range');
    expect(events.at(-1)?.verdict).toEqual(verdict);
    // The price names the country's prefix; nothing names more of the number than that and its last two digits.
    expect(JSON.stringify(events)).not.toMatch(/4915|5034|0003/);
    expect(JSON.stringify(verdictReply(verdict))).not.toContain('5034');
  });

  it('is told again ten minutes later', async () => {
    const { ask, textEach, told, clock } = setUpAlerts(ROOMY);
    await textEach(7, (turn) => inRange(turn));
    for (const [seconds, times] of [
      [0, 1],
      [599, 1],
      [1, 2],
    ] as const) {
      clock.advanceSec(seconds);
      refused(await ask(inRange(8)));
      expect(await told('place-full')).toHaveLength(times);
    }
  });
});

describe('a store that lost writes', () => {
  it('is told, and refuses strangers with store-degraded', async () => {
    const { clock, alerts } = setUpAlerts();
    const store = {
      ...createRecordingStore({ clock: clock.read }),
      admit: async () => ({ kind: 'degraded' }) as const,
    };
    const gate = createGate(testOptions({ store, clock: clock.read, onAlert: (alert) => void alerts.push(alert) }));
    const verdict = refused(await gate.admit(facts(await (await Visitor.at(gate)).token())));
    expect(verdict).toMatchObject({ kind: 'step-up', code: 'store-degraded', reasons: ['store-degraded'] });
    await settled();
    expect(alerts).toEqual([{ kind: 'store-degraded', message: 'the store lost writes and is closed to strangers' }]);
  });
});

describe('an onAlert', () => {
  it.each<[string, () => never]>([
    [
      'throws',
      () => {
        throw new Error('pager down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('pager down')) as never],
  ])('that %s harms nobody', async (_, onAlert) => {
    const { texts, gate, ask } = setUpAlerts({ onAlert });
    const sent = await texts(7);
    const report = { permitId: sent[0]!.id, outcome: 'trusted', priceMicroUsd: 200_000 } as const;
    expect(await gate.report(report)).toEqual({ ok: true });
    expect((await ask()).kind).toBe('allow');
  });

  it('is told no number, no address and no device', async () => {
    const { ask, alerts, texts } = setUpAlerts();
    await texts(6);
    permitOf(await ask({ phone: DE_PHONE, ip: '198.51.100.7' }));
    await settled();
    expect(alerts.length).toBeGreaterThan(0);
    expect(JSON.stringify(alerts)).not.toMatch(/15112345|198\.51|network/);
  });
});
