import { describe, expect, it } from 'vitest';
import { DEFENCES } from '../../src/defences/defence-table.js';
import { runJob } from '../../src/run/run-job.js';
import { overRanges } from '../../src/tapes/targets.js';
import type { Tape } from '../../src/tapes/tape.js';
import { HOUR_MS } from '../../src/world/durations.js';

/** Two hours of attack on two countries, the first of which is closed after one. */
const CLOSED: Tape = {
  name: 'closed',
  title: 'A country is closed',
  kind: 'attack',
  days: 0.5,
  stage(stage) {
    const fromMs = stage.day(0.3);
    for (const [country, everyMs] of [
      ['UZ', 300_000],
      ['DE', 1_500_000],
    ] as const) {
      const next = overRanges(stage.random, { countries: [country], ranges: 100 });
      stage.attack({ fromMs, untilMs: fromMs + 2 * HOUR_MS, everyMs, next, isStubborn: true });
    }
    stage.operate(fromMs + HOUR_MS, { kind: 'close-prefix', prefix: '998' });
  },
};

describe('a prefix that the operator closes', () => {
  it.each(DEFENCES.filter(({ name }) => name !== 'allow-list'))('is texted no more: $name', async (defence) => {
    const { attempts, startMs } = await runJob({ tape: CLOSED, defence, seed: 1 });
    const closedMs = startMs + 0.3 * 24 * HOUR_MS + HOUR_MS;
    const sent = attempts.filter(({ microUsd }) => microUsd > 0);
    const dearest = Math.max(...sent.map(({ microUsd }) => microUsd));
    const toUzbekistan = sent.filter(({ microUsd }) => microUsd === dearest);
    expect(toUzbekistan.length).toBeGreaterThan(0);
    expect(toUzbekistan.every(({ atMs }) => atMs < closedMs)).toBe(true);
    expect(sent.some(({ atMs }) => atMs > closedMs)).toBe(true);
  });
});
