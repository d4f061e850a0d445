import { describe, expect, it } from 'vitest';
import { ALL_SUMS, BucketList } from '../../src/memory-store/bucket-list.js';

/** Three buckets of ten milliseconds. */
const create = () => new BucketList({ bucketMs: 10, buckets: 3 });

describe('a list of buckets', () => {
  it('adds up as many buckets as it has, that of now included', () => {
    const list = create();
    for (const atMs of [9, 10, 20]) list.add(atMs, ALL_SUMS, 1);
    for (const [nowMs, expected] of [
      [20, 3],
      [29, 3],
      [30, 2],
      [40, 1],
      [49, 1],
      [50, 0],
    ] as const) {
      expect(list.total('all', nowMs)).toBe(expected);
    }
  });

  it('counts each sum by itself', () => {
    const list = create();
    list.add(0, ['exposed'], 1);
    list.add(0, ['exposed', 'untrusted'], 10);
    list.add(0, ALL_SUMS, 100);
    expect(ALL_SUMS.map((sum) => list.total(sum, 0))).toEqual([111, 110, 100]);
  });

  it('takes out of the bucket it is told, and of no other', () => {
    const list = create();
    list.add(0, ALL_SUMS, 5);
    list.add(20, ALL_SUMS, 7);
    list.add(9, ALL_SUMS, -5);
    expect(list.total('all', 20)).toBe(7);
    list.add(10, ALL_SUMS, -7);
    expect(list.total('all', 20)).toBe(7);
    list.add(30, ALL_SUMS, -7);
    expect(list.total('all', 30)).toBe(7);
  });

  it('makes no bucket to take out of', () => {
    const list = create();
    list.add(0, ALL_SUMS, -5);
    expect(list.total('all', 0)).toBe(0);
    list.add(0, ALL_SUMS, 5);
    expect(list.total('all', 0)).toBe(5);
  });

  it('goes on counting newer buckets where its clock was turned back, each in its own time', () => {
    const list = create();
    list.add(50, ALL_SUMS, 1);
    list.add(20, ALL_SUMS, 10);
    list.add(40, ALL_SUMS, 100);
    list.add(22, ALL_SUMS, 1_000);
    expect(list.total('all', 20)).toBe(1_111);
    expect(list.total('all', 40)).toBe(1_111);
    expect(list.total('all', 50)).toBe(101);
    expect(list.total('all', 70)).toBe(1);
  });

  it('keeps no more than its window: what has left it does not come back with the time', () => {
    const list = create();
    list.add(0, ALL_SUMS, 1);
    list.add(10, ALL_SUMS, 10);
    list.add(20, ALL_SUMS, 100);
    expect(list.total('all', 0)).toBe(111);
    list.add(30, ALL_SUMS, 1_000);
    expect(list.total('all', 0)).toBe(1_110);
  });
});
