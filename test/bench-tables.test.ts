import { describe, expect, it } from 'vitest';
import { rateCell, timesCell } from '../bench/puzzle/cells.js';
import { quantile } from '../bench/table.js';

const upTo = (last: number) => Array.from({ length: last }, (_, at) => last - at);

describe('a quantile', () => {
  it('is a figure that was measured, whatever their order', () => {
    expect(quantile([30, 10, 20], 0.5)).toBe(20);
    expect(quantile(upTo(60), 0.5)).toBe(31);
    expect(quantile(upTo(60), 0.95)).toBe(58);
  });

  it('of few figures is the largest of them', () => {
    expect(quantile(upTo(12), 0.95)).toBe(12);
    expect(quantile([7], 0.95)).toBe(7);
  });

  it('of none is no number', () => {
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('a cell of rates', () => {
  it('has the whole figure and two digits of the ratio to ours', () => {
    expect(rateCell(912_345.6, 912_345.6)).toBe('912,346 (1.0×)');
    expect(rateCell(2_823_113, 820_372)).toBe('2,823,113 (3.4×)');
    expect(rateCell(29_523, 865_570)).toBe('29,523 (0.034×)');
    expect(rateCell(12_000_000, 1_000_000)).toBe('12,000,000 (12×)');
  });

  it('keeps the digits of a small ratio', () => {
    expect(rateCell(366, 820_372)).toBe('366 (0.00045×)');
  });
});

describe('a cell of times', () => {
  it('has the median, the p95, and how many they are', () => {
    expect(timesCell(upTo(60))).toBe('31 / 58 (60)');
    expect(timesCell([1_150.6, 1_075.2, 1_074.4])).toBe('1,075 / 1,151 (3)');
  });
});
