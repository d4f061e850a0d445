import { describe, expect, it } from 'vitest';
import { NO_CONTROLS, withClosedPrefix, writeControls } from '../src/controls.js';
import { PoolBook } from '../src/pool-book.js';
import { createPriceTable } from '../src/prices/price-table.js';
import { ROOM_RULES } from '../src/room-rules.js';
import type { Store, StoredControls } from '../src/store.js';
import { createRecordingStore } from './support/recording-store.js';
import { TestClock } from './support/test-gate.js';

const NOW_SEC = 1_767_225_600;
const CHANGE = { by: 'ada', nowSec: NOW_SEC };
const prices = createPriceTable({ asOf: '2026-01-01', smsUsd: { '49': 0.1 } });

const CAP = { hourUsd: 50, dayUsd: 100, monthUsd: 3_000 };

function createBook(hourUsd = 50): PoolBook {
  const cap = { ...CAP, hourUsd };
  return new PoolBook({ countries: { DE: { perDayUsd: 40 } }, elsewhere: 'refuse', cap }, prices, ROOM_RULES);
}

const dayOf = ({ pools }: PoolBook) => pools.all[0]?.dayMicroUsd;
const lowered = (version: number): StoredControls => {
  return { version, text: writeControls({ ...NO_CONTROLS, pools: { DE: { perDayUsd: 4 } } }) };
};
const closing = (prefix: string) => ({ prefix, untilSec: NOW_SEC + 600 });

/** A store whose controls are whatever somebody else has just made of them. */
function createBusyStore(answer: (next: StoredControls) => StoredControls) {
  const asked: StoredControls[] = [];
  const store: Store = {
    ...createRecordingStore({ clock: new TestClock().read }),
    control: async (next) => {
      asked.push(next);
      return answer(next);
    },
  };
  return { store, asked };
}

describe('the pools in force', () => {
  it('follow what the store says, and go back as configured where it has lost all changes', () => {
    const book = createBook();
    expect(book.adopt(lowered(1), NOW_SEC)).toBeUndefined();
    expect([book.version, dayOf(book)]).toEqual([1, 4_000_000]);
    expect(book.adopt({ version: 0, text: '' }, NOW_SEC)).toBeUndefined();
    expect([book.version, dayOf(book), book.controls]).toEqual([0, 40_000_000, NO_CONTROLS]);
  });

  it('are built by the rules given, also where they are changed', () => {
    const options = { countries: { DE: { perDayUsd: 40 } }, elsewhere: 'refuse', cap: CAP } as const;
    const book = new PoolBook(options, prices, { ...ROOM_RULES, hourShare: 0.5 });
    expect(book.pools.all[0]?.hourMicroUsd).toBe(20_000_000);
    book.adopt(lowered(1), NOW_SEC);
    expect(book.pools.all[0]?.hourMicroUsd).toBe(2_000_000);
  });

  it('may spend together what each may: one that was lowered as before, until its time has passed', () => {
    const book = createBook();
    const text = writeControls(
      book.withPool(NO_CONTROLS, { name: 'DE', option: { perDayUsd: 4 } }, { by: 'ada', nowSec: NOW_SEC }),
    );
    book.adopt({ version: 1, text }, NOW_SEC);
    // A quarter of the cap, $12.50 an hour and $25 a day, is that of known numbers.
    const hours = [NOW_SEC, NOW_SEC + 31 * 86_400 + 121].map((nowSec) => book.sumAt(nowSec).hourMicroUsd);
    expect(hours).toEqual([22_500_000, 13_500_000]);
  });

  it('are read once for each version', () => {
    const book = createBook();
    book.adopt(lowered(1), NOW_SEC);
    const { pools } = book;
    expect(book.adopt({ version: 1, text: 'unreadable' }, NOW_SEC)).toBeUndefined();
    expect(book.pools).toBe(pools);
  });

  it('are not built anew by a change of something else', () => {
    const book = createBook();
    const { pools } = book;
    const controls = withClosedPrefix(NO_CONTROLS, closing('491'), CHANGE);
    book.adopt({ version: 1, text: writeControls(controls) }, NOW_SEC);
    expect(book.pools).toBe(pools);
    expect(book.isClosed('+4915112345678', NOW_SEC)).toBe(true);
  });

  it('are taken over also where they are more than this process’s cap, which is said', () => {
    const book = createBook(13.34);
    const text = writeControls({ ...NO_CONTROLS, pools: { DE: { perDayUsd: 60 } } });
    expect(book.adopt({ version: 1, text }, NOW_SEC)).toBe(
      'option "cap.hourUsd" must be at least $20.00, what all pools and known numbers need',
    );
    expect(dayOf(book)).toBe(60_000_000);
  });
});

describe('a change', () => {
  it('is tried again on what somebody else made of the controls, until it is in force', async () => {
    const book = createBook();
    let others = 2;
    const { store, asked } = createBusyStore((next) => (others-- > 0 ? lowered(next.version) : next));
    await book.change(store, (controls) => withClosedPrefix(controls, closing('491'), CHANGE), NOW_SEC);
    expect(asked.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(book.controls).toMatchObject({ pools: { DE: { perDayUsd: 4 } }, closed: [{ prefix: '491' }] });
  });

  it('is not in force where another of the same version is, nor the same text of another version', async () => {
    for (const other of [
      (next: StoredControls) => lowered(next.version),
      (next: StoredControls) => ({ ...next, version: next.version + 1 }),
    ]) {
      const { store, asked } = createBusyStore((next) => (asked.length === 1 ? other(next) : next));
      await createBook().change(store, (controls) => withClosedPrefix(controls, closing('491'), CHANGE), NOW_SEC);
      expect(asked).toHaveLength(2);
    }
  });

  it('is given up after 25 turns, and the next one is made all the same', async () => {
    const book = createBook();
    let isBusy = true;
    const { store, asked } = createBusyStore((next) => (isBusy ? lowered(next.version) : next));
    const close = () => book.change(store, (controls) => withClosedPrefix(controls, closing('491'), CHANGE), NOW_SEC);
    await expect(close()).rejects.toMatchObject({
      code: 'store-unavailable',
      message: 'the change was not made: others change the controls all the time',
    });
    expect(asked).toHaveLength(25);
    expect(book.isClosed('+4915112345678', NOW_SEC)).toBe(false);
    isBusy = false;
    await close();
    expect(book.isClosed('+4915112345678', NOW_SEC)).toBe(true);
  });
});
