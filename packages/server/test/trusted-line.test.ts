import { describe, expect, it } from 'vitest';
import { type Alert, Alerts } from '../src/alerts.js';
import { NO_CONTROLS, writeControls } from '../src/controls.js';
import { PoolBook } from '../src/pool-book.js';
import { createPriceTable } from '../src/prices/price-table.js';
import { ROOM_RULES } from '../src/room-rules.js';
import type { MeterReading, Window } from '../src/store.js';
import { TrustedLine } from '../src/trusted-line.js';
import { settled } from './support/alert-setup.js';
import { createRecordingStore } from './support/recording-store.js';
import { TestClock } from './support/test-gate.js';

/** What the cap has beyond Germany's $40 a day and a quarter for known numbers. */
const LINE: Readonly<Record<Window, number>> = { hour: 27_500_000, day: 35_000_000, month: 1_050_000_000 };
const prices = createPriceTable({ asOf: '2026-01-01', smsUsd: { '49': 0.1 } });

/** A line over a store where so much was trusted in each window, beside $5 that was not. */
function setUp({ isTold = true } = {}) {
  const clock = new TestClock();
  const cap = { hourUsd: 50, dayUsd: 100, monthUsd: 3_000 };
  const book = new PoolBook({ countries: { DE: { perDayUsd: 40 } }, elsewhere: 'refuse', cap }, prices, ROOM_RULES);
  const told: Alert[] = [];
  const alerts = new Alerts(isTold ? (alert) => void told.push(alert) : undefined, clock.read, ROOM_RULES);
  const trusted = { hour: 0, day: 0, month: 0 };
  const asked: (readonly string[])[] = [];
  const sums = (microUsd: number) => ({ exposed: 0, untrusted: 5_000_000, all: 5_000_000 + microUsd });
  let answer = async (): Promise<readonly MeterReading[]> => [
    { hour: sums(trusted.hour), day: sums(trusted.day), month: sums(trusted.month), days: [] },
  ];
  const store = {
    ...createRecordingStore({ clock: clock.read }),
    snapshot: (meters: readonly string[]) => {
      asked.push(meters);
      return answer();
    },
  };
  const line = new TrustedLine({ store, book, alerts, clock: clock.read });
  const look = async () => {
    line.look();
    await settled();
    expect(told.every(({ kind }) => kind === 'trusted-line')).toBe(true);
    return told.map(({ message }) => message);
  };
  return { book, clock, trusted, asked, look, answerBy: (by: typeof answer) => void (answer = by) };
}

describe('the line of trusted money', () => {
  it.each(['hour', 'day', 'month'] as const)('is passed in a %s with its last micro-dollar', async (window) => {
    const { trusted, clock, look } = setUp();
    trusted[window] = LINE[window] - 1;
    expect(await look()).toEqual([]);
    clock.advanceSec(60);
    trusted[window] = LINE[window];
    expect(await look()).toEqual([
      `trusted texts of this ${window} use what the cap has beyond the pools: raise the cap or lower pools`,
    ]);
  });

  it('is looked at once a minute, however often texts are trusted', async () => {
    const { clock, asked, look } = setUp();
    for (const [passedMs, times] of [
      [0, 1],
      [0, 1],
      [59_999, 1],
      [1, 2],
    ] as const) {
      clock.advanceMs(passedMs);
      await look();
      expect(asked).toHaveLength(times);
    }
    expect(asked[0]).toEqual(['site']);
  });

  it('is not looked at where nobody would be told', async () => {
    const { asked, look } = setUp({ isTold: false });
    await look();
    expect(asked).toEqual([]);
  });

  it('leaves out what a lowered pool may still have spent', async () => {
    const { book, clock, trusted, look } = setUp();
    const change = { by: 'ada', nowSec: clock.nowSec };
    const text = writeControls(book.withPool(NO_CONTROLS, { name: 'DE', option: { perDayUsd: 4 } }, change));
    book.adopt({ version: 1, text }, clock.nowSec);
    trusted.hour = LINE.hour;
    expect(await look()).toHaveLength(1);
  });

  it('is looked at silently: a store that fails or knows nothing says so elsewhere', async () => {
    const { clock, look, answerBy } = setUp();
    answerBy(() => Promise.reject(new Error('down')));
    expect(await look()).toEqual([]);
    clock.advanceSec(60);
    answerBy(async () => []);
    expect(await look()).toEqual([]);
  });
});
