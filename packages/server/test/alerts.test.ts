import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createGate } from '../src/gate.js';
import { verdictReply } from '../src/verdict-reply.js';
import type { VerdictEvent } from '../src/verdict.js';
import { setUpAlerts, settled } from './support/alert-setup.js';
import { createRecordingStore } from './support/recording-store.js';
import { freshPhone, germanPhone } from './support/phones.js';
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
  /** 45 texts may be out unverified, fifteen of them in an hour: cold devices have 90 % of that. */
  const FIFTEEN_AN_HOUR = { countries: { DE: { perDayUsd: 30 } }, cap: { hourUsd: 12, dayUsd: 45, monthUsd: 1_300 } };

  it('to 50, 80 and 95 per cent is told once each: what an hour may add to what is out of a pool', async () => {
    const { alerts, levels, texts } = setUpAlerts(FIFTEEN_AN_HOUR);
    // Of $1.35: $0.675, $1.08 and $1.2825. Of the $6.75 that they may spend in an hour a half is more.
    for (const [count, exposed] of [
      [6, []],
      [1, [50]],
      [3, [50]],
      [1, [50, 80]],
      [1, [50, 80]],
      [1, [50, 80, 95]],
    ] as const) {
      await texts(count);
      expect(await levels('pool:DE', 'exposed')).toEqual(exposed);
      expect(await levels('pool:DE', 'exposed', 'day')).toEqual([]);
      expect(await levels('pool:DE', 'untrusted')).toEqual([]);
    }
    expect(alerts[0]).toEqual({
      kind: 'limit-used',
      meter: 'pool:DE',
      sum: 'exposed',
      window: 'hour',
      tier: 'cold',
      percent: 50,
      usedMicroUsd: 700_000,
      limitMicroUsd: 1_350_000,
      message: expect.stringContaining('pool:DE: $0.70 exposed of the $1.35') as string,
    });
    expect(JSON.stringify(alerts)).not.toMatch(/block|range|\+49/);
  });

  it('to 50, 80 and 95 per cent is told once each: what may be out of a pool', async () => {
    const { alerts, levels, textHours } = setUpAlerts(FIFTEEN_AN_HOUR);
    // Of $4.05: $2.025, $3.24 and $3.8475. Each of these hours adds less than half of what it may.
    for (const [hours, exposed] of [
      [[6, 6, 6, 2], []],
      [[1], [50]],
      [[3, 6, 2], [50]],
      [[1], [50, 80]],
      [
        [3, 2],
        [50, 80],
      ],
      [[1], [50, 80, 95]],
    ] as const) {
      await textHours(hours);
      expect(await levels('pool:DE', 'exposed', 'day')).toEqual(exposed);
      expect(await levels('pool:DE', 'exposed')).toEqual([]);
      expect(await levels('pool:DE', 'untrusted', 'day')).toEqual([]);
    }
    expect(alerts[0]).toEqual({
      kind: 'limit-used',
      meter: 'pool:DE',
      sum: 'exposed',
      window: 'day',
      tier: 'cold',
      percent: 50,
      usedMicroUsd: 2_100_000,
      limitMicroUsd: 4_050_000,
      message: expect.stringContaining('pool:DE: $2.10 exposed of the $4.05 a day') as string,
    });
  });

  it('is told of the text that used it, and not again of the same one asked for again', async () => {
    const { gate, levels, texts, alerts } = setUpAlerts(FIFTEEN_AN_HOUR);
    await texts(6);
    const phone = freshPhone();
    const asked = facts(await (await Visitor.at(gate)).token({ phone }), { phone, idempotencyKey: 'a' });
    for (let turn = 0; turn < 2; turn++) permitOf(await gate.admit(asked));
    expect(await levels('pool:DE', 'exposed')).toEqual([50]);
    expect(alerts).toHaveLength(1);
  });

  it('to 50, 80 and 95 per cent is told once each: what a pool may spend', async () => {
    const { levels, verifiedEach } = setUpAlerts({
      countries: { DE: { perDayUsd: 10 } },
      cap: { hourUsd: 4, dayUsd: 14, monthUsd: 420 },
    });
    // Of $2.25: $1.125, $1.80 and $2.1375.
    for (const [count, expected] of [
      [11, []],
      [1, [50]],
      [5, [50]],
      [1, [50, 80]],
      [3, [50, 80]],
      [1, [50, 80, 95]],
    ] as const) {
      await verifiedEach(count);
      expect(await levels('pool:DE', 'untrusted')).toEqual(expected);
    }
    expect(await levels('pool:DE', 'exposed')).toEqual([]);
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
    const { levels, verifiedEach } = setUpAlerts({ cap: { hourUsd: 4, dayUsd: 16, monthUsd: 400 } });
    // Of $1 an hour, a quarter of the cap.
    for (let count = 1; count <= 10; count++) {
      await verifiedEach(1, () => ({ known: true }));
      const expected = [50, 80, 95].slice(0, count < 5 ? 0 : count < 8 ? 1 : count < 10 ? 2 : 3);
      expect(await levels('pool:known', 'untrusted')).toEqual(expected);
    }
  });

  it('past two levels by one text is told of the higher one alone', async () => {
    const { levels, texts } = setUpAlerts();
    // Of the $0.90 an hour that a text of that price may have out.
    await texts(1, { segments: 8 });
    expect(await levels('pool:DE', 'exposed')).toEqual([80]);
  });

  it('again is told again after ten minutes, and not before', async () => {
    const { ask, levels, clock } = setUpAlerts();
    const hold = async () => {
      for (let turn = 0; turn < 3; turn++) permitOf(await ask());
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
    await texts(4);
    await settled();
    alerts.length = 0;
    expect(refused(await ask()).code).toBe('pool-busy');
    await settled();
    expect(alerts).toEqual([]);
  });
});

describe('a place that is full', () => {
  /** A range has ten texts out and a block twenty, of which cold devices have nine and eighteen. */
  const ROOMY = { countries: { DE: { perDayUsd: 160 } }, cap: { hourUsd: 100, dayUsd: 400, monthUsd: 12_000 } };
  const inRange = (line: number, range = 0) => ({ phone: germanPhone({ block: 34, range, line }) });

  it.each<[string, string, (turn: number) => { phone: string }]>([
    ['range', '4915034', (turn) => inRange(turn)],
    ['block', '4915034', (turn) => inRange(turn, turn)],
  ])('is told by its prefix: a %s', async (kind, prefix, asking) => {
    const { ask, textEach, alerts, told } = setUpAlerts(ROOMY);
    const count = kind === 'range' ? 9 : 18;
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
    await textEach(9, (turn) => inRange(turn));
    const verdict = refused(await ask(inRange(9)));
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
    await textEach(9, (turn) => inRange(turn));
    for (const [seconds, times] of [
      [0, 1],
      [599, 1],
      [1, 2],
    ] as const) {
      clock.advanceSec(seconds);
      refused(await ask(inRange(9)));
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
    const sent = await texts(4);
    const report = { permitId: sent[0]!.id, outcome: 'trusted', priceMicroUsd: 200_000 } as const;
    expect(await gate.report(report)).toEqual({ ok: true });
    expect((await ask()).kind).toBe('allow');
  });

  it('is told no number, no address and no device', async () => {
    const { ask, alerts, texts } = setUpAlerts();
    await texts(3);
    permitOf(await ask({ phone: DE_PHONE, ip: '198.51.100.7' }));
    await settled();
    expect(alerts.length).toBeGreaterThan(0);
    expect(JSON.stringify(alerts)).not.toMatch(/15112345|198\.51|network/);
  });
});
