import { describe, expect, it } from 'vitest';
import { createMoneyScale } from '../../src/report/money-scale.js';

describe('createMoneyScale', () => {
  it('is linear while the small amounts can be seen', () => {
    const scale = createMoneyScale([0, 10, 320]);
    expect([scale.kind, scale.interval, scale.max, scale.position(160)]).toEqual(['linear', 100, 400, 160]);
  });

  it('is logarithmic over a wide span, and zero keeps a place', () => {
    const scale = createMoneyScale([0, 0.5, 9_840]);
    expect([scale.kind, scale.max]).toEqual(['logarithmic', 6]);
    expect([0, 0.05, 0.1, 1, 10_000].map((usd) => scale.position(usd))).toEqual([0, 0.5, 1, 2, 6]);
    expect([0, 1, 2, 5, 6].map((at) => scale.label(at))).toEqual(['$0', '$0.10', '$1', '$1k', '$10k']);
  });

  it('never falls where the amount rises', () => {
    const { position } = createMoneyScale([0.03, 5_000]);
    const steps = Array.from({ length: 400 }, (_, index) => position(index ** 3 / 10_000));
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });

  it.each([[[]], [[0, 0]]])('draws %j on an axis that is not empty', (amounts) => {
    const scale = createMoneyScale(amounts);
    expect([scale.kind, scale.position(0), scale.max]).toEqual(['linear', 0, 0.2]);
  });
});
