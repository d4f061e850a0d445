import { describe, expect, it } from 'vitest';
import { countText, delayText, minutesText, percentText, usdText } from '../../src/report/figures.js';

describe('figures', () => {
  it.each([
    [0, '$0'],
    [-0, '$0'],
    [0.001, '<$0.01'],
    [-0.001, '>−$0.01'],
    [0.5, '$0.50'],
    [99.994, '$99.99'],
    [99.996, '$100'],
    [12_345.6, '$12,346'],
    [-3.2, '−$3.20'],
    [NaN, '–'],
  ])('writes %d dollars as %s', (usd, text) => expect(usdText(usd)).toBe(text));

  it.each([
    [0, '0 %'],
    [0.01, '<0.1 %'],
    [97.25, '97.3 %'],
    [99.96, '>99.9 %'],
    [100, '100 %'],
    [NaN, '–'],
  ])('writes %d per cent as %s: neither none nor all unless it is', (percent, text) =>
    expect(percentText(percent)).toBe(text),
  );

  it.each([
    [0, '0 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [119_900, '119.9 s'],
    [120_000, '2 min'],
    [10_800_000, '3.0 h'],
  ])('writes a delay of %d ms as %s', (ms, text) => expect(delayText(ms)).toBe(text));

  it.each([
    [0, '0 min'],
    [0.1, '6.0 s'],
    [17.25, '17.3 min'],
    [120, '2.0 h'],
    [2_880, '2.0 d'],
    [Infinity, '–'],
  ])('writes %d minutes as %s', (minutes, text) => expect(minutesText(minutes)).toBe(text));

  it.each([
    [1_234_567, '1,234,567'],
    [0.5, '0.5'],
  ])('writes a count of %d as %s', (count, text) => expect(countText(count)).toBe(text));
});
