import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Allowance, Allowances } from '../src/allowances.js';
import { createGate } from '../src/gate.js';
import { type Pool, usd } from '../src/pools.js';
import { ROOM_RULES } from '../src/room-rules.js';
import { testOptions } from './support/test-gate.js';

it('the worked example of the README says what a gate of its configuration says', () => {
  const lines: string[] = [];
  const expected = { US: 150, GB: 60, DE: 40, FR: 30, PL: 20 };
  const { pools } = createGate(
    testOptions({
      site: 'my-shop',
      countries: Object.fromEntries(Object.entries(expected).map(([name, expectPerDay]) => [name, { expectPerDay }])),
      elsewhere: 'refuse',
      cap: { hourUsd: 12, dayUsd: 50, monthUsd: 1_500 },
      log: (line) => void lines.push(line),
    }),
  ).limits();
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8').replace(/\n> /g, ' ');
  expect(readme).toContain(lines[0]?.replace('tollgate: ', ''));
  const dollars = (microUsd: number) => `$${(microUsd / 1e6).toFixed(2)}`;
  const sum = (figures: readonly number[]) => figures.reduce((total, figure) => total + figure, 0);
  const rowOf = (who: string) => readme.split('\n').find((line) => line.split('|')[1]?.trimEnd().endsWith(who));
  const strangers = pools.filter(({ name }) => name !== 'pool:known');
  const daily = sum(strangers.map(({ dayMicroUsd }) => dayMicroUsd));
  expect(readme).toContain(`An ordinary day of 300 texts costs ${dollars(daily / 2)} in the same prices`);
  expect(rowOf('types every code back')).toContain(`| ${dollars(daily)} `);

  const allowances = new Allowances(ROOM_RULES);
  const cold = (allowance: Allowance) =>
    allowances.limits(allowance, 'cold').find(({ window }) => window === 'day')!.limit;
  /** Half of a pool's day is what is expected. */
  const priceOf = (pool: Pool) => pool.dayMicroUsd / 2 / expected[pool.name.slice(-2) as keyof typeof expected];
  /** With so much verified yesterday and today each. */
  const outOf = (pool: Pool, verified: number) => {
    const days = [-1, 0].map((day) => ({ day, verified }));
    return allowances.ofPool(pool, priceOf(pool), { days, nowMs: 0 });
  };
  const before = strangers.map((pool) => cold(outOf(pool, 0)));
  expect(rowOf('in all five countries')).toContain(`| ${dollars(sum(before))} `);
  const beside = strangers.map((pool) => cold(outOf(pool, pool.dayMicroUsd / 2)));
  expect(rowOf("beside an ordinary day's people")).toContain(`| ${dollars(sum(beside))} `);
  const german = strangers.find(({ name }) => name === 'pool:DE')!;
  const range = {
    pool: outOf(german, german.dayMicroUsd / 2),
    textMicroUsd: priceOf(german),
    past: { days: [], nowMs: 0 },
  };
  const texts = Math.floor(cold(allowances.ofPart('range', range)) / priceOf(german));
  expect(texts).toBe(3);
  expect(rowOf('one range of German numbers')).toContain(`| ${usd(texts * priceOf(german))} `);
  expect(rowOf('one range of German numbers')).toContain('| three texts');
});
