import { expect, it } from 'vitest';
import { authgearThresholds } from '../../src/defences/baseline-authgear-thresholds.js';

it.each<[string, [number, number, number], [number, number]]>([
  ['nobody entered a code yet: the floors', [0, 0, 0], [20, 3]],
  ['the day of history at its floor', [66, 0, 0], [20, 3]],
  ['the day of history just beyond its floor', [70, 0, 0], [21, 3]],
  ['the hour of history at its floor', [90, 0, 0], [27, 3]],
  ['the hour of history just beyond its floor', [120, 0, 0], [36, 4]],
  ['a threshold that is no whole number', [101, 0, 0], [30.3, 101 / 30]],
  ['a thousand on the best day', [1_000, 0, 0], [300, 1_000 / 30]],
  ['a launch: 300 in the first hour', [0, 300, 300], [90, 60]],
  ['a usual day: history decides', [1_000, 900, 100], [300, 1_000 / 30]],
  ['its busy hour: the hour decides', [1_000, 900, 200], [300, 40]],
  ['a day of twice the usual', [1_000, 2_000, 400], [600, 80]],
  ['a busy day after a quiet fortnight, now quiet', [60, 400, 10], [120, 3]],
  ['a small country', [15, 30, 10], [20, 3]],
])('%s', (_, [bestDay, lastDay, lastHour], [day, hour]) => {
  const thresholds = authgearThresholds({ bestDay, lastDay, lastHour });
  expect(thresholds.day).toBeCloseTo(day, 9);
  expect(thresholds.hour).toBeCloseTo(hour, 9);
});

it('a share that is a whole number loses no text to rounding', () => {
  for (let tens = 0; tens <= 3_000; tens++) {
    const { day, hour } = authgearThresholds({ bestDay: 30 * tens, lastDay: 10 * tens, lastHour: 5 * tens });
    expect(day).toBeGreaterThanOrEqual(Math.max(20, 9 * tens));
    expect(hour).toBeGreaterThanOrEqual(Math.max(3, tens));
  }
});
