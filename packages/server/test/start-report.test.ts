import { afterEach, describe, expect, it, vi } from 'vitest';
import { createGate } from '../src/gate.js';
import type { GateOptions } from '../src/options.js';
import { without } from './support/raw-wire.js';
import { testOptions, TestClock } from './support/test-gate.js';

afterEach(() => {
  vi.restoreAllMocks();
});

const TRUSTED =
  'tollgate: texts leave their pool when "trusted" is reported; a site that never does needs pools as large as its whole day.';

/** The lines that a gate says at its start. */
function linesOf(overrides: Partial<GateOptions> = {}): readonly string[] {
  const lines: string[] = [];
  const clock = new TestClock();
  createGate(testOptions({ clock: clock.read, log: (line) => void lines.push(line), ...overrides }));
  return lines;
}

describe('a gate says at its start', () => {
  it('the most that it loses, in all and in one range, the most that it costs, and what "trusted" does', () => {
    // Pools of $20 and $50 a day, and a quarter of the cap for known numbers.
    expect(linesOf()).toEqual([
      'tollgate: shop loses at most $42.50 an hour, $145.00 a day, $4350.00 in 30 days to texts that nobody trusts; ' +
        'in one range of 10,000 numbers at most $3.13 a day to strangers, or 4 texts or a call where these cost more; ' +
        'all texts together cost at most $100.00 an hour, $300.00 a day, $9000.00 in 30 days.',
      TRUSTED,
    ]);
  });

  it('of the pool for all other countries as well', () => {
    const elsewhere = { perDayUsd: 80 };
    expect(linesOf({ elsewhere })[0]).toContain('loses at most $62.50 an hour, $225.00 a day, $6750.00 in 30 days');
    expect(linesOf({ elsewhere })[0]).toContain('in one range of 10,000 numbers at most $5.00 a day');
  });

  it('where strangers cannot be called, and nothing of it where they can', () => {
    const said = 'tollgate: calls to strangers are not possible in ';
    // $1 a day may have 15 cents out, half of it by calls: an American call costs more than that.
    const small = { US: { perDayUsd: 1 }, DE: { perDayUsd: 50 } };
    expect(linesOf({ countries: small }).filter((line) => line.startsWith(said))).toEqual([
      `${said}US before codes are entered there: one costs more than calls may have out. Larger pools change that.`,
    ]);
    expect(linesOf().some((line) => line.startsWith(said))).toBe(false);
    const elsewhere = { perDayUsd: 20 };
    expect(linesOf({ elsewhere }).join()).toContain(`${said}elsewhere before`);
  });

  it('that its prices are old, of how many pools, and how old', () => {
    const prices = { asOf: '2025-01-01', smsUsd: { '49': 0.1 } };
    expect(linesOf({ prices })).toEqual([
      expect.stringContaining('loses at most'),
      TRUSTED,
      'tollgate: Prices older than 180 days: 1 of 2, the oldest of 2025-01-01 – give your own with the option "prices".',
    ]);
    expect(linesOf({ prices: { ...prices, asOf: '2025-12-01' } })).toHaveLength(2);
  });

  it('nothing that is secret', () => {
    const said = linesOf().join();
    for (const secret of ['secret', 'thirty-two', 'https://']) expect(said).not.toContain(secret);
  });

  it('so to console.info where no log is given, and nothing there where one is', () => {
    const info = vi.spyOn(console, 'info').mockImplementation(() => undefined);
    linesOf();
    expect(info).not.toHaveBeenCalled();
    createGate(without(testOptions(), 'log') as unknown as GateOptions);
    expect(info.mock.calls.flat()).toEqual(expect.arrayContaining([expect.stringContaining('shop loses at most')]));
  });

  it('nothing where its options are refused', () => {
    const lines: string[] = [];
    const log = (line: string) => void lines.push(line);
    expect(() => createGate(testOptions({ log, cap: { hourUsd: 1, dayUsd: 3, monthUsd: 90 } }))).toThrow(RangeError);
    expect(lines).toEqual([]);
  });
});
