import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createGate } from '../src/gate.js';
import { testOptions } from './support/test-gate.js';

it('the worked example of the README says what a gate of its configuration says', () => {
  const lines: string[] = [];
  const { pools } = createGate(
    testOptions({
      site: 'my-shop',
      countries: {
        US: { expectPerDay: 150 },
        GB: { expectPerDay: 60 },
        DE: { expectPerDay: 40 },
        FR: { expectPerDay: 30 },
        PL: { expectPerDay: 20 },
      },
      elsewhere: 'refuse',
      cap: { hourUsd: 12, dayUsd: 50, monthUsd: 1_500 },
      log: (line) => void lines.push(line),
    }),
  ).limits();
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8').replace(/\n> /g, ' ');
  expect(readme).toContain(lines[0]?.replace('tollgate: ', ''));
  const strangers = pools.filter(({ name }) => name !== 'pool:known');
  const sum = (figures: readonly number[]) => figures.reduce((total, figure) => total + figure, 0) / 1e6;
  const daily = sum(strangers.map(({ dayMicroUsd }) => dayMicroUsd));
  expect(readme).toContain(`An ordinary day of 300 texts costs $${(daily / 2).toFixed(2)} in the same prices`);
  expect(readme).toMatch(new RegExp(`types every code back +\\| \\$${daily.toFixed(2).replace('.', '\\.')}`));
  const exposed = sum(strangers.map(({ exposureFloorMicroUsd }) => exposureFloorMicroUsd * 0.7));
  expect(readme).toMatch(new RegExp(`in all five countries +\\| \\$${exposed.toFixed(2).replace('.', '\\.')}`));
});
