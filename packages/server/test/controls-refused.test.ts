import { describe, expect, it } from 'vitest';
import type { Gate } from '../src/gate.js';
import { createTestGate } from './support/test-gate.js';

const BY = { by: 'ada' };
const { gate, clock, store } = createTestGate();
const before = gate.limits();
const soon = clock.nowSec + 600;

/** A wrong change is refused with this kind of error, which says what was wrong, and changes nothing. */
async function refuses(change: (gate: Gate) => Promise<void>, kind: typeof TypeError, named: string) {
  const failure: unknown = await change(gate).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(kind);
  expect((failure as Error).message).toContain(named);
  expect(gate.limits()).toEqual(before);
  expect(await store.controls()).toEqual({ version: 0, text: '' });
}

describe('setPool refuses', () => {
  it.each([
    'de',
    'XX',
    'DEU',
    '',
    'Elsewhere',
    'known',
    'pool:DE',
    '__proto__',
    'constructor',
    undefined,
    null,
    7,
    ['DE'],
  ])('a pool that is none: %s', async (name) => {
    await refuses((gate) => gate.setPool(name as string, { perDayUsd: 10 }, BY), TypeError, 'a pool is named by');
  });

  it.each<[string, unknown]>([
    ['DE', 'refuse'],
    ['DE', 'configured'],
    ['DE', undefined],
    ['DE', null],
    ['DE', 10],
    ['DE', {}],
    ['DE', { perDayUsd: '10' }],
    ['DE', { perDayUsd: NaN }],
    ['DE', { perDayUsd: 10, expectPerDay: 5 }],
    ['DE', { perDayUsd: 10, perHourUsd: 5 }],
    ['elsewhere', { expectPerDay: 1_000 }],
    ['elsewhere', 'allow'],
  ])('%s: an option of the wrong kind, %j', async (name, option) => {
    await refuses((gate) => gate.setPool(name, option as never, BY), TypeError, 'option');
  });

  it.each<[string, unknown]>([
    ['DE', { perDayUsd: 0 }],
    ['DE', { perDayUsd: -1 }],
    ['DE', { perDayUsd: Infinity }],
    ['DE', { perDayUsd: 1 }],
    ['DE', { expectPerDay: 1.5 }],
    ['DE', { expectPerDay: 0 }],
    ['elsewhere', { perDayUsd: 1 }],
    ['elsewhere', { perDayUsd: 250 }],
  ])('%s: an option outside its bounds, %j', async (name, option) => {
    await refuses((gate) => gate.setPool(name, option as never, BY), RangeError, 'option "');
  });
});

describe('closePrefix refuses', () => {
  it.each([
    '',
    '+',
    '0',
    '049',
    '+049',
    'DE',
    '49x',
    '49 151',
    '4'.repeat(16),
    '４９',
    '49\n',
    49,
    null,
    undefined,
    ['49'],
  ])('a prefix that is none: %j', async (prefix) => {
    await refuses((gate) => gate.closePrefix(prefix as string, soon, BY), RangeError, 'prefix');
  });

  it.each([
    clock.nowSec,
    clock.nowSec - 1,
    0,
    -1,
    clock.nowSec + 366 * 86_400 + 1,
    clock.nowMs + 600_000,
    soon + 0.5,
    NaN,
    Infinity,
    String(soon),
    null,
    undefined,
    new Date(clock.nowMs + 600_000),
  ])('a time that is none, is past or far away: %s', async (untilSec) => {
    await refuses((gate) => gate.closePrefix('49', untilSec as number, BY), RangeError, '"untilSec"');
  });

  it('nothing of a year, and nothing of fifteen digits', async () => {
    const { gate } = createTestGate();
    await gate.closePrefix('4'.repeat(15), clock.nowSec + 366 * 86_400, BY);
    expect((await gate.controls()).closed).toHaveLength(1);
  });
});

describe('openPrefix refuses', () => {
  it('one that is not closed, and what is none', async () => {
    await refuses((gate) => gate.openPrefix('49', BY), RangeError, 'prefix 49 is not closed');
    await refuses((gate) => gate.openPrefix('x', BY), RangeError, 'prefix');
  });

  it('one that is not closed where another is', async () => {
    const { gate } = createTestGate();
    await gate.closePrefix('491', soon, BY);
    for (const prefix of ['49', '4915', '492']) {
      await expect(gate.openPrefix(prefix, BY)).rejects.toThrow(new RangeError(`prefix ${prefix} is not closed`));
    }
    expect((await gate.controls()).closed.map(({ prefix }) => prefix)).toEqual(['491']);
  });
});

describe('every change refuses', () => {
  it.each(['', 'x'.repeat(65), 7, null, undefined, ['ada'], { name: 'ada' }])('a name that is none: %j', async (by) => {
    const nobody = { by: by as string };
    for (const change of [
      (gate: Gate) => gate.setPool('DE', { perDayUsd: 10 }, nobody),
      (gate: Gate) => gate.setPool('DE', 'as-configured', nobody),
      (gate: Gate) => gate.closePrefix('49', soon, nobody),
      (gate: Gate) => gate.reopen(nobody),
    ]) {
      await refuses(change, TypeError, '"by"');
    }
  });

  it('no name of 64 characters', async () => {
    const { gate } = createTestGate();
    await gate.setPool('DE', { perDayUsd: 10 }, { by: 'x'.repeat(64) });
    expect((await gate.controls()).log).toHaveLength(1);
  });
});
