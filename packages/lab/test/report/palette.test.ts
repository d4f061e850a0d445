import { describe, expect, it } from 'vitest';
import { BACKGROUND, INKS } from '../../src/report/palette.js';

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

describe('palette', () => {
  it.each(Object.keys(INKS))('%s can be read on the background of both schemes', (name) => {
    expect(contrast(INKS[name]!.light, BACKGROUND.light)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(INKS[name]!.dark, BACKGROUND.dark)).toBeGreaterThanOrEqual(4.5);
  });
});
