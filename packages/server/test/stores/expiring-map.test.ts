import { describe, expect, it } from 'vitest';
import { ExpiringMap } from '../../src/memory-store/expiring-map.js';

const MINUTE_MS = 60_000;

describe('an entry of an expiring map', () => {
  it('is there until its time, and not at it', () => {
    const map = new ExpiringMap<string>(1);
    map.set('a', 'one', 1_000);
    expect(map.get('a', 999)).toBe('one');
    expect(map.get('a', 1_000)).toBeUndefined();
  });

  it('lives to its latest time where it is set again', () => {
    const map = new ExpiringMap<string>(1);
    map.set('a', 'one', 2_000);
    map.set('a', 'two', 1_000);
    expect(map.get('a', 1_999)).toBe('two');
    map.set('a', 'three', 3_000);
    expect(map.get('a', 2_999)).toBe('three');
    expect(map.get('a', 3_000)).toBeUndefined();
  });

  it('is kept as it is where it is there, and to its latest time', () => {
    const map = new ExpiringMap<string>(1);
    const keep = (nowMs: number, expiresAtMs: number, value: string) =>
      map.keep('a', { nowMs, expiresAtMs }, () => value);
    expect(keep(0, 2_000, 'one')).toBe('one');
    expect(keep(500, 1_000, 'two')).toBe('one');
    expect(map.get('a', 1_999)).toBe('one');
    expect(keep(1_999, 3_000, 'three')).toBe('one');
    expect(map.get('a', 2_999)).toBe('one');
  });

  it('is made anew where its time has passed, to the millisecond', () => {
    for (const [nowMs, expected] of [
      [999, 'one'],
      [1_000, 'two'],
      [1_001, 'two'],
    ] as const) {
      const map = new ExpiringMap<string>(1);
      map.set('a', 'one', 1_000);
      expect(map.keep('a', { nowMs, expiresAtMs: 2_000 }, () => 'two')).toBe(expected);
      expect(map.get('a', 1_999)).toBe(expected);
    }
  });

  it('moves to another key with its value and its time', () => {
    const map = new ExpiringMap<string>(1);
    map.set('a', 'one', 1_000);
    map.move('a', 'b');
    expect(map.get('a', 0)).toBeUndefined();
    expect(map.get('b', 999)).toBe('one');
    expect(map.get('b', 1_000)).toBeUndefined();
    map.move('b', 'b');
    expect(map.get('b', 999)).toBe('one');
  });

  it('leaves another where it is when there is none to move', () => {
    const map = new ExpiringMap<string>(1);
    map.set('b', 'one', 1_000);
    map.move('a', 'b');
    expect(map.get('b', 999)).toBe('one');
  });
});

describe('an expiring map that is full', () => {
  it('has room for so many and not for one more', () => {
    const map = new ExpiringMap<string>(3);
    map.set('a', 'one', 1_000);
    expect(map.hasRoom(0, 2)).toBe(true);
    expect(map.hasRoom(0, 3)).toBe(false);
    map.set('b', 'two', 1_000);
    map.set('c', 'three', 1_000);
    expect(map.hasRoom(0)).toBe(false);
    map.delete('b');
    expect(map.hasRoom(0)).toBe(true);
  });

  it('clears by whole minutes: what has passed takes its room until then', () => {
    const map = new ExpiringMap<string>(1);
    map.set('a', 'one', MINUTE_MS + 1_000);
    map.hasRoom(0);
    expect(map.hasRoom(2 * MINUTE_MS - 1)).toBe(false);
    expect(map.hasRoom(2 * MINUTE_MS)).toBe(true);
  });

  it('clears an entry that was set again when its latest time has come', () => {
    const map = new ExpiringMap<string>(1);
    map.set('a', 'one', MINUTE_MS / 2);
    map.set('a', 'one', 2 * MINUTE_MS);
    expect(map.hasRoom(2 * MINUTE_MS)).toBe(true);
  });

  it('clears minute by minute where many are waited for, and all at once where time leaps', () => {
    for (const stepMs of [MINUTE_MS, 3 * MINUTE_MS, 90 * MINUTE_MS]) {
      const map = new ExpiringMap<number>(60);
      map.hasRoom(0);
      for (let minute = 0; minute < 60; minute++) map.set(`entry ${minute}`, minute, minute * MINUTE_MS + 1);
      for (let nowMs = stepMs; nowMs <= 90 * MINUTE_MS; nowMs += stepMs) {
        const passed = Math.min(60, nowMs / MINUTE_MS);
        expect(map.hasRoom(nowMs, passed)).toBe(true);
        expect(map.hasRoom(nowMs, passed + 1)).toBe(false);
      }
    }
  });

  it('clears what was set for a time that had passed already', () => {
    const map = new ExpiringMap<string>(1);
    map.hasRoom(10 * MINUTE_MS);
    map.set('a', 'one', MINUTE_MS);
    expect(map.hasRoom(10 * MINUTE_MS)).toBe(false);
    expect(map.hasRoom(11 * MINUTE_MS)).toBe(true);
  });

  it('finds nothing of an entry that was deleted before its time', () => {
    const map = new ExpiringMap<string>(1);
    map.set('a', 'one', MINUTE_MS);
    map.delete('a');
    expect(map.hasRoom(3 * MINUTE_MS)).toBe(true);
    expect(map.get('a', 0)).toBeUndefined();
  });
});
