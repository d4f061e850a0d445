import { describe, expect, it } from 'vitest';
import { RecentMap } from '../src/recent-map.js';

describe('a map of so many entries', () => {
  it('holds them all, and for one more lets go of what was set longest ago', () => {
    const map = new RecentMap<number>(2);
    map.set('a', 1);
    map.set('b', 2);
    expect(['a', 'b'].map((key) => map.get(key))).toEqual([1, 2]);
    map.set('c', 3);
    expect(['a', 'b', 'c'].map((key) => map.get(key))).toEqual([undefined, 2, 3]);
  });

  it('counts an entry that is set again as the newest, and once', () => {
    const map = new RecentMap<number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);
    map.set('c', 4);
    expect(['a', 'b', 'c'].map((key) => map.get(key))).toEqual([3, undefined, 4]);
  });

  it('is not changed by a look', () => {
    const map = new RecentMap<number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.get('a');
    map.set('c', 3);
    expect(map.get('a')).toBeUndefined();
  });

  it('of no entries holds none, whatever they are named', () => {
    const map = new RecentMap<number>(0);
    map.set('', 1);
    map.set('a', 2);
    expect(['', 'a'].map((key) => map.get(key))).toEqual([undefined, undefined]);
  });
});
