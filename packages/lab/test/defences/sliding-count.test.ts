import { describe, expect, it } from 'vitest';
import { SlidingCount } from '../../src/defences/sliding-count.js';

const HOUR_MS = 3_600_000;

function setUp(longestMs = HOUR_MS) {
  const clock = { nowMs: 1_000_000_000 };
  return { clock, counter: new SlidingCount(() => clock.nowMs, longestMs) };
}

describe('a sliding count', () => {
  it('counts what happened at a moment until its window has passed, to the millisecond', () => {
    const { clock, counter } = setUp();
    counter.add('a');
    clock.nowMs += 999;
    expect(counter.count('a', 1_000)).toBe(1);
    clock.nowMs += 1;
    expect(counter.count('a', 1_000)).toBe(0);
    expect(counter.count('a', 1_001)).toBe(1);
  });

  it('counts each key apart, and several of one moment', () => {
    const { counter } = setUp();
    for (const key of ['a', 'a', 'b']) counter.add(key);
    expect(['a', 'b', 'c'].map((key) => counter.count(key, 1))).toEqual([2, 1, 0]);
  });

  it('counts as a plain list would, whatever the gaps', () => {
    const { clock, counter } = setUp();
    const times: number[] = [];
    for (let turn = 1; turn <= 2_000; turn++) {
      clock.nowMs += (turn * 7_919) % 40_000;
      counter.add('a');
      times.push(clock.nowMs);
      for (const windowMs of [1, 60_000, HOUR_MS])
        expect(counter.count('a', windowMs)).toBe(times.filter((atMs) => atMs > clock.nowMs - windowMs).length);
    }
  });

  it('refuses a window longer than it keeps', () => {
    const { counter } = setUp();
    expect(() => counter.count('a', HOUR_MS + 1)).toThrow(RangeError);
    expect(counter.count('a', HOUR_MS)).toBe(0);
  });

  it('knows when it happened last, within the longest window', () => {
    const { clock, counter } = setUp();
    const atMs = clock.nowMs;
    expect(counter.latestMs('a')).toBeUndefined();
    counter.add('a');
    clock.nowMs += HOUR_MS - 1;
    expect(counter.latestMs('a')).toBe(atMs);
    clock.nowMs += 1;
    expect(counter.latestMs('a')).toBeUndefined();
  });

  it('takes back one of a moment, and nothing that it does not hold', () => {
    const { clock, counter } = setUp();
    const atMs = clock.nowMs;
    counter.add('a');
    counter.add('a');
    clock.nowMs += 1;
    counter.add('a');
    counter.remove('a', atMs);
    expect(counter.count('a', HOUR_MS)).toBe(2);
    counter.remove('a', atMs - 1);
    counter.remove('b', atMs);
    expect(counter.count('a', HOUR_MS)).toBe(2);
    counter.remove('a', atMs);
    counter.remove('a', atMs);
    expect(counter.count('a', HOUR_MS)).toBe(1);
    counter.remove('a', atMs + 1);
    expect(counter.held).toEqual({ keys: 0, entries: 0 });
  });
});

describe('the memory of a sliding count', () => {
  it('holds the keys of the longest window alone', () => {
    const { clock, counter } = setUp(1_000);
    for (let turn = 0; turn < 100_000; turn++) {
      clock.nowMs += 10;
      counter.add(`key ${turn}`);
    }
    expect(counter.held).toEqual({ keys: 100, entries: 100 });
  });

  it('drops quiet keys behind a busy one', () => {
    const { clock, counter } = setUp(1_000);
    counter.add('busy');
    for (let turn = 0; turn < 500; turn++) counter.add(`quiet ${turn}`);
    clock.nowMs += 999;
    counter.add('busy');
    clock.nowMs += 1;
    counter.add('busy');
    expect(counter.held.keys).toBe(1);
  });

  it('holds at most twice what a busy key has in its window', () => {
    const { clock, counter } = setUp(1_000);
    let most = 0;
    for (let turn = 0; turn < 100_000; turn++) {
      clock.nowMs += 10;
      counter.add('busy');
      most = Math.max(most, counter.held.entries);
    }
    expect(counter.count('busy', 1_000)).toBe(100);
    expect(most).toBeLessThanOrEqual(200);
  });
});
