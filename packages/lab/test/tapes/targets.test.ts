import { describe, expect, it } from 'vitest';
import { isThird, overNumbers, overRanges, thrice } from '../../src/tapes/targets.js';
import { Random } from '../../src/world/random.js';

const random = () => new Random(1, 'targets');
const range = (phone: string) => phone.slice(0, -4);
const block = (phone: string) => phone.slice(0, -6);

describe('an attack over ranges', () => {
  it('goes through every range in turn, and through a range without a repeat', () => {
    const next = overRanges(random(), { countries: ['UZ', 'DE'], ranges: 3 });
    const phones = Array.from({ length: 600 }, (_, turn) => next(turn).phone);
    expect(new Set(phones).size).toBe(600);
    expect(new Set(phones.slice(0, 6).map(range)).size).toBe(6);
    expect(phones.slice(6, 12).map(range)).toEqual(phones.slice(0, 6).map(range));
  });

  it('has its ranges side by side in as many blocks as it is told', () => {
    const next = overRanges(random(), { countries: ['US'], ranges: 100, blocks: 2 });
    const phones = Array.from({ length: 100 }, (_, turn) => next(turn).phone);
    expect(new Set(phones.map(range)).size).toBe(100);
    expect(new Set(phones.map(block)).size).toBe(2);
  });

  it('uses its devices and addresses in turn, or new ones each time', () => {
    const few = overRanges(random(), { countries: ['UZ'], ranges: 1 }, { devices: 2, addresses: 3 });
    const asks = Array.from({ length: 12 }, (_, turn) => few(turn));
    expect(new Set(asks.map(({ device }) => device.join())).size).toBe(2);
    expect(new Set(asks.map(({ ip }) => ip)).size).toBe(3);
    const many = overRanges(random(), { countries: ['UZ'], ranges: 1 });
    expect(new Set(Array.from({ length: 12 }, (_, turn) => many(turn).device.join())).size).toBe(12);
  });
});

describe('an attack over numbers', () => {
  it('comes back to each with the device that it had', () => {
    const next = overNumbers(random(), { country: 'DE', numbers: 5 }, { channel: 'voice', action: 'resend' });
    for (let turn = 0; turn < 5; turn++) {
      const { phone, device } = next(turn);
      expect(next(turn + 5)).toMatchObject({ phone, device, channel: 'voice', action: 'resend' });
    }
  });
});

describe('an attack over ranges, thrice', () => {
  it('asks three times for each number, with others between, and then for new ones', () => {
    const next = thrice(overRanges(random(), { countries: ['UZ'], ranges: 4 }));
    const phones = Array.from({ length: 180 }, (_, turn) => next(turn).phone);
    const times = new Map<string, number[]>();
    for (const [turn, phone] of phones.entries()) times.set(phone, [...(times.get(phone) ?? []), turn]);
    expect(times.size).toBe(60);
    for (const turns of times.values()) {
      expect(turns).toHaveLength(3);
      expect(turns[1]! - turns[0]!).toBe(6);
      expect(turns.map(isThird)).toEqual([false, false, true]);
    }
  });
});
