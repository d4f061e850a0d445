import { describe, expect, it, vi } from 'vitest';
import type { UsdOf } from '../src/prices/operator-prices.js';
import { createPriceTable } from '../src/prices/price-table.js';
import { TollgateError } from '../src/tollgate-error.js';
import { createTestGate, facts, permitOf, refused } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const PHONE = '+4915112345678';
const ASKED = { asOf: '2026-01-01', smsUsd: { '49': 0.05 } };
const tableOf = (usdOf: unknown) => createPriceTable({ ...ASKED, usdOf: usdOf as UsdOf });

function thrown(usdOf: unknown): unknown {
  try {
    return tableOf(usdOf).priceOf(PHONE, 'sms');
  } catch (error) {
    return error;
  }
}

describe('an answer of the operator’s function that is no price', () => {
  it.each<[unknown, string]>([
    [0, 'not 0'],
    [-0, 'not 0'],
    [-0.1, 'not -0.1'],
    [100.01, 'not 100.01'],
    [Infinity, 'not Infinity'],
    [NaN, 'not NaN'],
    [null, 'not null'],
    ['0.05', 'not a value of type string'],
    [true, 'not a value of type boolean'],
    [5n, 'not a value of type bigint'],
    [{ valueOf: () => 0.05 }, 'not a value of type object'],
  ])('%s is refused as price-invalid, without the number', (answer, named) => {
    const error = thrown(() => answer) as TollgateError;
    expect(error).toBeInstanceOf(TollgateError);
    expect(error.code).toBe('price-invalid');
    expect(error.message).toContain('"prices.usdOf": its answer must be above 0 and at most 100 dollars');
    expect(error.message).toContain(named);
    expect(error.message).not.toContain(PHONE.slice(1));
    expect(error).not.toHaveProperty('cause');
  });

  it('is refused where it is a promise, whose own failure then ends nothing', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const error = thrown(async () => Promise.reject(new Error('price service down'))) as TollgateError;
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', unhandled);
    expect(error).toMatchObject({ code: 'price-invalid', message: expect.stringContaining('not a promise') as string });
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('is refused with its cause where it threw', () => {
    const cause = new Error('no such network');
    const error = thrown(() => {
      throw cause;
    });
    expect(error).toBeInstanceOf(TollgateError);
    expect(error).toMatchObject({ code: 'price-invalid', cause, message: 'option "prices.usdOf": it threw' });
  });

  it('is refused each time, not once', () => {
    const answers = [0.07, NaN, 0.08];
    const table = tableOf(() => answers.shift());
    expect(table.priceOf(PHONE, 'sms').microUsd).toBe(70_000);
    expect(() => table.priceOf(PHONE, 'sms')).toThrow(TollgateError);
    expect(table.priceOf(PHONE, 'sms').microUsd).toBe(80_000);
  });
});

describe('the operator’s function', () => {
  it('stands in front of the operator’s table, with the table’s date', () => {
    const table = tableOf(() => 0.0700001);
    expect(table.priceOf(PHONE, 'sms')).toEqual({
      microUsd: 70_001,
      prefix: '',
      asOf: '2026-01-01',
      source: "the operator's own function",
    });
    expect(table.priceText(PHONE, { channel: 'sms', segments: 2 }).totalMicroUsd).toBe(140_002);
  });

  it('takes both ends of its bounds', () => {
    expect(tableOf(() => 100).priceOf(PHONE, 'voice').microUsd).toBe(100_000_000);
    expect(tableOf(() => Number.MIN_VALUE).priceOf(PHONE, 'voice').microUsd).toBe(1);
  });

  it('leaves it to the tables where it answers undefined', () => {
    const calls = tableOf((_: string, channel: string) => (channel === 'voice' ? 0.02 : undefined));
    expect(calls.priceOf(PHONE, 'voice').microUsd).toBe(20_000);
    expect(calls.priceOf(PHONE, 'sms')).toMatchObject({ microUsd: 50_000, prefix: '49' });
    const none = tableOf(() => undefined);
    for (const channel of ['sms', 'voice'] as const) {
      for (const e164 of [PHONE, '+12025550123', '+999123456']) {
        expect(none.priceOf(e164, channel)).toEqual(createPriceTable(ASKED).priceOf(e164, channel));
      }
    }
  });

  it('is asked with the whole number and the channel, and never for the floor, which is no number', () => {
    const usdOf = vi.fn(() => 0.07);
    const table = tableOf(usdOf);
    table.priceOf(PHONE, 'voice');
    expect(usdOf.mock.calls).toEqual([[PHONE, 'voice']]);
    expect(table.priceOf('+', 'sms')).toEqual(createPriceTable().priceOf('+', 'sms'));
    expect(usdOf).toHaveBeenCalledTimes(1);
  });
});

describe('a gate whose operator’s function fails', () => {
  it('refuses with price-invalid: it says what was proven, names no price and asks no store', async () => {
    let usd = 0.07;
    const { gate, store } = createTestGate({ prices: { asOf: '2026-01-01', usdOf: () => usd } });
    const token = await (await Visitor.at(gate)).token();
    usd = NaN;
    const verdict = refused(await gate.admit(facts(token)));
    expect(verdict).toMatchObject({ code: 'price-invalid', reasons: ['price-invalid'] });
    expect(verdict.cost.work?.hashes).toBe(4);
    expect(verdict.cost.price).toBeUndefined();
    expect(store.calls).toEqual([]);
    usd = 0.07;
    expect(permitOf(await gate.admit(facts(token))).segments).toBe(1);
  });
});
