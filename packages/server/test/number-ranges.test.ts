import { describe, expect, it } from 'vitest';
import { blockOf, rangeOf } from '../src/number-ranges.js';

describe('a number', () => {
  it('is in a block of a million and in a range of ten thousand', () => {
    const number = { e164: '+4915112345678', callingCode: '49', country: 'DE' };
    expect([blockOf(number), rangeOf(number)]).toEqual(['4915112', '491511234']);
  });

  it.each([
    ['+2901', '290', '2901', '2901'],
    ['+29012', '290', '2901', '2901'],
    ['+29012345', '290', '2901', '2901'],
    ['+290123456', '290', '2901', '29012'],
    ['+12025550123', '1', '12025', '1202555'],
    ['+71234567', '7', '71', '7123'],
  ])('that is short, %s, keeps its calling code and one digit', (e164, callingCode, block, range) => {
    const number = { e164, callingCode, country: undefined };
    expect([blockOf(number), rangeOf(number)]).toEqual([block, range]);
  });
});
