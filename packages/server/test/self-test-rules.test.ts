import { describe, expect, it } from 'vitest';
import { primitives } from '#primitives';
import { EVIDENCE_ROWS } from '../src/evidence/evidence-rows.js';
import { Allowances } from '../src/allowances.js';
import { createGate, GateOfContext } from '../src/gate.js';
import { createGateContext } from '../src/gate-context.js';
import { type GateOptions, resolveOptions } from '../src/options.js';
import { ROOM_RULES, type RoomRules } from '../src/room-rules.js';
import { odditiesAt } from '../src/self-test/evidence-canaries.js';
import type { SelfTestRule } from '../src/self-test/report.js';
import { Sandbox } from '../src/self-test/sandbox.js';
import { runSelfTest } from '../src/self-test/self-test.js';
import { START_MS, testOptions } from './support/test-gate.js';

const ALL_LAX: Partial<RoomRules> = {
  exposureShare: 1,
  exposureHourShare: 1,
  hourShare: 1,
  tierPercent: { known: 100, warm: 100, cold: 100, flagged: 100 },
  range: { shareOfPool: 1, texts: 1e6 },
  block: { shareOfPool: 1, texts: 1e6 },
  networkTexts: Infinity,
  callShare: 1,
};

const contextOf = (change: Partial<RoomRules> = {}, options: Partial<GateOptions> = {}) =>
  createGateContext(resolveOptions(testOptions(options)), primitives, { rules: { ...ROOM_RULES, ...change } });

async function failing(change: Partial<RoomRules>) {
  const { rules } = await runSelfTest(contextOf(change));
  return rules.filter(({ state }) => state === 'fails').map(({ rule }) => rule);
}

describe('a gate whose rules are laxer than the documented ones fails its self test', () => {
  it.each<[string, Partial<RoomRules>, string]>([
    ['what may be out unverified', { exposureShare: 1 }, 'pool-exhausted pool:DE exposed day, cold'],
    ['of that, an hour', { exposureHourShare: 1 }, 'pool-busy pool:DE exposed hour, cold'],
    ['an hour of the day', { hourShare: 1 }, 'pool-exhausted pool:DE untrusted hour, warm'],
    [
      'the room of strangers',
      { tierPercent: { ...ROOM_RULES.tierPercent, cold: 100 } },
      'range-exhausted range:DE:491512345 untrusted day, cold',
    ],
    [
      'the room of the flagged',
      { tierPercent: { ...ROOM_RULES.tierPercent, flagged: 100 } },
      'pool-exhausted evidence webdriver-on',
    ],
    ['a range', { range: { shareOfPool: 1, texts: 1e6 } }, 'range-exhausted'],
    ['a block', { block: { shareOfPool: 1, texts: 1e6 } }, 'block-exhausted'],
    [
      'the room of two doubts',
      { tierPercent: { ...ROOM_RULES.tierPercent, flagged: 90 } },
      'pool-exhausted doubts about the person and the network',
    ],
    [
      'the room of silent browsers',
      { tierPercent: { ...ROOM_RULES.tierPercent, cold: 100 } },
      'pool-exhausted a browser silent of pageMs',
    ],
    ['what codes open', { verifiedShare: 0.22 }, 'pool-exhausted pool:US exposed day, codes entered'],
    ['what codes open in an hour', { verifiedShare: 0.3 }, 'pool-busy pool:known exposed hour, codes entered'],
    ['what codes open of a range', { partVerifiedShare: 0.5 }, 'range-exhausted range:US:1201555 exposed day, codes'],
    ['what codes open of a block', { partVerifiedShare: 0.5 }, 'block-exhausted block:US:12015 exposed day, codes'],
    ['the least of a range', { partTextsMin: 6 }, 'range-exhausted range:US:1201555 exposed day, of the smallest pool'],
    ['the least of a block', { partTextsMin: 6 }, 'block-exhausted block:US:12015 exposed day, of the smallest pool'],
    ['networks', { networkTexts: Infinity }, 'pool-exhausted network of 20 texts an hour'],
    ['calls', { callShare: 1 }, 'pool-busy pool:US exposed hour, cold, a call'],
    ['known numbers', { knownShare: 0.3 }, 'pool-exhausted pool:known untrusted day'],
    ['everything at once', ALL_LAX, 'pool-exhausted pool:US untrusted day, cold'],
  ])('%s', async (_, change, rule) => {
    expect((await failing(change)).some((one) => one.startsWith(rule))).toBe(true);
  });
});

describe('room that codes open', () => {
  const elsewhere = { perDayUsd: 30 } as const;
  const growing = (rules: readonly SelfTestRule[]) =>
    rules.filter(({ rule }) => /, (codes entered|of the smallest pool)/.test(rule));

  it('is asked of one country, of all others and of known numbers, however many pools there are', async () => {
    const countries = Object.fromEntries(['US', 'DE', 'FR', 'GB'].map((country) => [country, { perDayUsd: 20 }]));
    const { rules } = await runSelfTest(contextOf({}, { countries, elsewhere }));
    expect(growing(rules).every(({ state }) => state === 'denies')).toBe(true);
    const pools = growing(rules).filter(({ code }) => code.startsWith('pool-'));
    expect([...new Set(pools.map(({ rule }) => rule.split(' ')[1]))].sort()).toEqual([
      'pool:US',
      'pool:elsewhere',
      'pool:known',
    ]);
    expect(growing(rules)).toHaveLength(3 * 4 + 2 * 2 + 2 * 2);
  });

  it('must be there: a gate that opens less fails as well', async () => {
    for (const [change, rule] of [
      [{ verifiedShare: 0.18 }, 'pool-exhausted pool:US exposed day, codes entered'],
      [{ partVerifiedShare: 0.3 }, 'block-exhausted block:US:12015 exposed day, codes entered'],
      [{ partTextsMin: 3 }, 'range-exhausted range:US:1201555 exposed day, of the smallest pool'],
    ] as const) {
      const { rules } = await runSelfTest(contextOf(change));
      const fault = rules.find((one) => one.rule === rule);
      expect(fault?.note).toContain('refused before the canary');
    }
  });

  it('must not be there without codes, nor with those of two days ago, nor beyond what may be spent', async () => {
    const allowances = new AlwaysGrown(ROOM_RULES);
    const { rules } = await runSelfTest({ ...contextOf(), allowances });
    const failed = rules.filter(({ state }) => state === 'fails').map(({ rule }) => rule);
    expect(failed).toContain('pool-exhausted pool:US exposed day, codes entered two days ago');
    expect(failed).toContain('pool-exhausted pool:known exposed day, codes entered');
    expect(failed).not.toContain('pool-exhausted pool:US exposed day, codes entered for all of it');
    const endless = await runSelfTest({ ...contextOf(), allowances: new Endless(ROOM_RULES) });
    const alsoFailed = endless.rules.filter(({ state }) => state === 'fails').map(({ rule }) => rule);
    expect(alsoFailed).toContain('pool-exhausted pool:US exposed day, codes entered for all of it');
  });

  it('stops the start where it is another than documented', async () => {
    const starts = new GateOfContext(contextOf({ verifiedShare: 0.3 })).ready();
    await expect(starts).rejects.toMatchObject({
      code: 'self-test-failed',
      message: expect.stringContaining('pool-exhausted pool:US exposed day, codes entered') as string,
    });
  });

  class AlwaysGrown extends Allowances {
    override ofPool(...[pool, textMicroUsd, { nowMs }]: Parameters<Allowances['ofPool']>) {
      const day = Math.floor(nowMs / 86_400_000);
      return super.ofPool(pool, textMicroUsd, { nowMs, days: [{ day, verified: 1e12 }] });
    }
  }

  class Endless extends Allowances {
    override ofPool(...[pool, textMicroUsd, past]: Parameters<Allowances['ofPool']>) {
      const { hour } = super.ofPool(pool, textMicroUsd, past);
      return { exposure: 1e12, exposureHour: 1e12, hour, day: 1e12 };
    }
  }
});

describe('a browser', () => {
  it('is asked to be silent of each thing that it has to say, and of all', async () => {
    const { rules } = await runSelfTest(contextOf());
    const silent = rules.filter(({ rule }) => rule.includes('a browser silent of'));
    expect(silent.map(({ state }) => state)).toEqual(Array<string>(6).fill('denies'));
  });

  it('that is silent and has a warm device’s room all the same stops the start', async () => {
    const tierPercent = { ...ROOM_RULES.tierPercent, cold: 100 };
    const error = await new GateOfContext(contextOf({ tierPercent })).ready().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'self-test-failed' });
  });
});

describe('a row of evidence', () => {
  it('has a canary, each of them', () => {
    expect(Object.keys(odditiesAt(new Sandbox(contextOf())))).toEqual(EVIDENCE_ROWS.map(({ name }) => name));
  });
});

describe('a closed prefix', () => {
  it('stops no start where the price function knows whole numbers alone', async () => {
    const usdOf = (phone: string) => {
      if (!/^\+\d{11,}$/.test(phone)) throw new Error('no such number');
      return 0.05;
    };
    const gate = createGate(testOptions({ clock: () => START_MS, prices: { asOf: '2026-01-01', usdOf } }));
    await gate.closePrefix('99890', START_MS / 1_000 + 3_600, { by: 'ada' });
    const { rules } = await gate.selfTest();
    expect(rules.filter(({ state }) => state === 'fails')).toEqual([]);
    expect(rules).toContainEqual({ rule: 'prefix-closed 99890', code: 'prefix-closed', state: 'denies' });
    await gate.ready();
  });
});
