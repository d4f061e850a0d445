import { describe, expect, it } from 'vitest';
import { History } from '../../src/memory-store/history.js';
import { DAY_MS } from './support/choices.js';
import { claimedText } from './support/texts.js';

const textOf = (day: number, microUsd: number) => claimedText(day * DAY_MS, microUsd);

describe('a history', () => {
  it('holds today and yesterday: what has left it does not come back with the time', () => {
    const history = new History();
    history.note(textOf(7, 1), 7 * DAY_MS);
    history.note(textOf(8, 10), 8 * DAY_MS);
    expect(history.daysAt(8 * DAY_MS)).toEqual([
      { day: 7, verified: 1 },
      { day: 8, verified: 10 },
    ]);
    history.note(textOf(9, 100), 9 * DAY_MS);
    expect(history.daysAt(8 * DAY_MS)).toEqual([
      { day: 8, verified: 10 },
      { day: 9, verified: 100 },
    ]);
  });

  it('takes no note of a day that it would not tell of', () => {
    const history = new History();
    history.note(textOf(7, 1), 9 * DAY_MS);
    expect(history.daysAt(8 * DAY_MS)).toEqual([]);
    history.note(textOf(8, 10), 9 * DAY_MS);
    expect(history.daysAt(9 * DAY_MS)).toEqual([{ day: 8, verified: 10 }]);
  });

  it('hands out days that nobody can change', () => {
    const history = new History();
    history.note(textOf(7, 1), 7 * DAY_MS);
    (history.daysAt(7 * DAY_MS)[0] as { verified: number }).verified = 1_000;
    expect(history.daysAt(7 * DAY_MS)).toEqual([{ day: 7, verified: 1 }]);
  });
});
