import { describe, expect, it } from 'vitest';
import { primitives } from '#primitives';
import { EVIDENCE_ROWS } from '../src/evidence/evidence-rows.js';
import { createGate } from '../src/gate.js';
import { createGateContext } from '../src/gate-context.js';
import { resolveOptions } from '../src/options.js';
import { ROOM_RULES, type RoomRules } from '../src/room-rules.js';
import { odditiesAt } from '../src/self-test/evidence-canaries.js';
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

const contextOf = (change: Partial<RoomRules> = {}) =>
  createGateContext(resolveOptions(testOptions()), primitives, { rules: { ...ROOM_RULES, ...change } });

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
    ['networks', { networkTexts: Infinity }, 'pool-exhausted network of 20 texts an hour'],
    ['calls', { callShare: 1 }, 'pool-busy pool:US exposed hour, cold, a call'],
    ['known numbers', { knownShare: 0.3 }, 'pool-exhausted pool:known untrusted day'],
    ['everything at once', ALL_LAX, 'pool-exhausted pool:US untrusted day, cold'],
  ])('%s', async (_, change, rule) => {
    expect((await failing(change)).some((one) => one.startsWith(rule))).toBe(true);
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
