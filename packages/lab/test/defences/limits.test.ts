import { describe, expect, it } from 'vitest';
import { networkOf } from '@tollgate/server/lab';
import type { Ask } from '../../src/defences/defence.js';
import { LIMITS } from '../../src/defences/limits.js';
import { AN_ASK } from './support/an-ask.js';
import { Site } from '../../src/world/site.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const REFUSED = { kind: 'refused' };

function setUp() {
  const startMs = Date.UTC(2026, 10, 1);
  const clock = { nowMs: startMs };
  const defence = LIMITS.create({
    clock: () => clock.nowMs,
    random: (length) => new Uint8Array(length),
    site: new Site(),
  });
  let turn = 0;
  const askAt = (afterMs: number, change: Partial<Ask>) => {
    clock.nowMs = startMs + afterMs;
    return defence.ask({ ...AN_ASK, ...change });
  };
  return {
    /** From one caller to ever new numbers. */
    fromIp: (afterMs: number, ip = AN_ASK.ip) => askAt(afterMs, { ip, phone: `+4915${100_000_000 + turn++}` }),
    /** To one number from ever new callers. */
    toNumber: (afterMs: number) => askAt(afterMs, { ip: `10.0.${turn >> 8}.${turn++ & 255}` }),
  };
}

/** Asks at these moments, and expects a text each time. */
async function expectTexts(ask: (afterMs: number) => Promise<{ kind: string }>, moments: readonly number[]) {
  for (const afterMs of moments) expect(await ask(afterMs)).toMatchObject({ kind: 'sent' });
}

const every = (gapMs: number, count: number) => Array.from({ length: count }, (_, turn) => turn * gapMs);

describe('the limits of one IP', () => {
  it('are five texts in an hour, to the millisecond', async () => {
    const { fromIp } = setUp();
    await expectTexts(fromIp, [0, 0, 1, 2, 3]);
    expect(await fromIp(4)).toEqual(REFUSED);
    expect(await fromIp(HOUR_MS - 1)).toEqual(REFUSED);
    await expectTexts(fromIp, [HOUR_MS, HOUR_MS]);
    expect(await fromIp(HOUR_MS)).toEqual(REFUSED);
    expect(await fromIp(HOUR_MS, '198.51.100.8')).toMatchObject({ kind: 'sent' });
  });

  it('are twenty texts in a day, to the millisecond', async () => {
    const { fromIp } = setUp();
    await expectTexts(fromIp, every(HOUR_MS, 20));
    expect(await fromIp(DAY_MS - 1)).toEqual(REFUSED);
    await expectTexts(fromIp, [DAY_MS]);
    expect(await fromIp(DAY_MS)).toEqual(REFUSED);
  });

  it('are shared by an IPv6 /64', async () => {
    const { fromIp } = setUp();
    for (const end of [1, 2, 3, 4, 5]) expect(await fromIp(0, `2001:db8:0:7::${end}`)).toMatchObject({ kind: 'sent' });
    expect(await fromIp(0, '2001:0DB8:0000:0007:ffff:1:2:3')).toEqual(REFUSED);
    expect(await fromIp(0, '2001:db8:0:8::1')).toMatchObject({ kind: 'sent' });
  });
});

describe('the limits of one number', () => {
  it('make it wait until 30 s have passed, to the millisecond', async () => {
    const { toNumber } = setUp();
    await expectTexts(toNumber, [0]);
    expect(await toNumber(0)).toEqual({ kind: 'wait', ms: 30_000 });
    expect(await toNumber(29_999)).toEqual({ kind: 'wait', ms: 1 });
    await expectTexts(toNumber, [30_000]);
  });

  it.each<[string, number, number, number]>([
    ['three in 10 minutes', 3, 30_000, 10 * MINUTE_MS],
    ['five in an hour', 5, 6 * MINUTE_MS, HOUR_MS],
    ['ten in a day', 10, HOUR_MS, DAY_MS],
  ])('are %s, to the millisecond', async (_, most, gapMs, windowMs) => {
    const { toNumber } = setUp();
    await expectTexts(toNumber, every(gapMs, most));
    expect(await toNumber(windowMs - 1)).toEqual(REFUSED);
    await expectTexts(toNumber, [windowMs]);
  });

  it('refuse where waiting for the spacing would not help', async () => {
    const { toNumber } = setUp();
    await expectTexts(toNumber, [0, 30_000, 60_000]);
    expect(await toNumber(60_001)).toEqual(REFUSED);
  });
});

it('a request that is refused or has to wait uses nothing up', async () => {
  const { toNumber, fromIp } = setUp();
  await expectTexts(toNumber, [0]);
  for (let turn = 0; turn < 50; turn++) await toNumber(1);
  await expectTexts(toNumber, [30_000, 60_000]);
  await expectTexts(fromIp, every(60_000, 5));
  for (let turn = 0; turn < 50; turn++) expect(await fromIp(5 * 60_000)).toEqual(REFUSED);
  await expectTexts(fromIp, [HOUR_MS]);
});

it.each([
  ['198.51.100.7', '198.51.100.7'],
  ['::ffff:198.51.100.7', '198.51.100.7'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0DB8:0000:0007:0:0:0:1', '2001:db8:0:7::/64'],
  ['2001:db8:1:2:3::', '2001:db8:1:2::/64'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4::/64'],
  ['1::4:5:6:7:8', '1:0:0:4::/64'],
  ['::1', '0:0:0:0::/64'],
])('the network of %s is %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});
