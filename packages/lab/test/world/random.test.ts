import { describe, expect, it } from 'vitest';
import { Random } from '../../src/world/random.js';

const many = (draw: () => number, count = 20_000) => Array.from({ length: count }, draw);
const mean = (figures: readonly number[]) => figures.reduce((sum, one) => sum + one, 0) / figures.length;

describe('chance', () => {
  it('is the same for the same seed and name, and another for another', () => {
    const draws = (seed: number, name: string) => many(new Random(seed, name).unit.bind(new Random(seed, name)), 5);
    expect(draws(1, 'a')).toEqual(draws(1, 'a'));
    expect(draws(1, 'a')).not.toEqual(draws(2, 'a'));
    expect(draws(1, 'a')).not.toEqual(draws(1, 'b'));
  });

  it('gives branches that do not hang on what others draw later', () => {
    const [one, other] = [new Random(3, 'x'), new Random(3, 'x')];
    const [first, second] = [one.branch('b'), other.branch('b')];
    other.unit();
    expect(first.bytes(16)).toEqual(second.bytes(16));
  });

  it('draws as its names say', () => {
    const random = new Random(4, 'draws');
    expect(mean(many(() => random.exponential(10)))).toBeCloseTo(10, 0);
    const times = many(() => random.lognormal(12, 0.5)).sort((a, b) => a - b);
    expect(times[10_000]).toBeGreaterThan(11.5);
    expect(times[10_000]).toBeLessThan(12.5);
    expect(mean(many(() => Number(random.bool(0.3))))).toBeCloseTo(0.3, 1);
    const items = [{ weight: 1 }, { weight: 3 }];
    expect(mean(many(() => items.indexOf(random.weighted(items))))).toBeCloseTo(0.75, 1);
    expect(new Set(many(() => random.int(2, 4), 200))).toEqual(new Set([2, 3, 4]));
    expect(random.digits(6)).toMatch(/^\d{6}$/);
  });
});
