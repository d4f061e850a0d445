import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { ALLOW_LIST } from '../../src/defences/allow-list.js';
import { AUTHGEAR } from '../../src/defences/authgear.js';
import type { Ask, DefenceRow } from '../../src/defences/defence.js';
import { FIXED_CAPTCHA } from '../../src/defences/fixed-captcha.js';
import { LIMITS } from '../../src/defences/limits.js';
import { NOTHING } from '../../src/defences/nothing.js';
import { AN_ASK } from './support/an-ask.js';
import { Site } from '../../src/world/site.js';

const ROWS = [NOTHING, LIMITS, FIXED_CAPTCHA, ALLOW_LIST, AUTHGEAR];

function setUp(row: DefenceRow) {
  const clock = { nowMs: Date.UTC(2026, 10, 1) };
  const defence = row.create({
    clock: () => clock.nowMs,
    random: (length) => new Uint8Array(length),
    site: new Site(),
  });
  return { clock, defence, ask: (change: Partial<Ask> = {}) => defence.ask({ ...AN_ASK, ...change }) };
}

describe.each(ROWS.map((row) => [row.name, row] as const))('%s', (_, row) => {
  it('gives every text of a run an id of its own', async () => {
    const { clock, ask } = setUp(row);
    const ids = new Set<string>();
    for (let turn = 0; turn < 10; turn++, clock.nowMs += 3_600_000) {
      const answer = await ask({ ip: `10.0.0.${turn}` });
      if (answer.kind === 'sent') ids.add(answer.id);
    }
    expect(ids.size).toBe(10);
  });

  it('keeps nothing of one run for the next', async () => {
    for (let run = 0; run < 30; run++) expect((await setUp(row).ask()).kind).toBe('sent');
  });

  it('takes reports of texts that it does not know', async () => {
    const { defence } = setUp(row);
    await expect(defence.report('unknown', 'verified')).resolves.toBeUndefined();
  });

  it('keeps its memory bounded over 100,000 asks', async () => {
    const world = setUp(row);
    await askMany(world, 0, 20_000);
    const before = heapBytes();
    await askMany(world, 20_000, 100_000);
    expect(heapBytes() - before).toBeLessThan(3_000_000);
  });
});

/** New callers and new numbers, 30 s apart, of whom every second enters the code. */
async function askMany({ clock, defence, ask }: ReturnType<typeof setUp>, from: number, count: number) {
  for (let turn = from; turn < from + count; turn++) {
    clock.nowMs += 30_000;
    const ip = turn % 3 === 0 ? `2001:db8:${turn >> 16}:${(turn & 65_535).toString(16)}::1` : `10.${ipEnd(turn)}`;
    const answer = await ask({ ip, phone: `+49151${10_000_000 + turn}` });
    if (answer.kind === 'sent' && turn % 2 === 0) await defence.report(answer.id, 'verified');
  }
}

const ipEnd = (turn: number) => `${(turn >> 16) & 255}.${(turn >> 8) & 255}.${turn & 255}`;

/** What is still reachable: garbage would drown the difference. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

describe('no defence', () => {
  it('texts every request', async () => {
    const { ask, defence } = setUp(NOTHING);
    expect(defence.demand).toEqual({ hashes: 0, captchas: 0 });
    for (let turn = 0; turn < 100; turn++) expect((await ask({ effort: undefined })).kind).toBe('sent');
  });
});

describe('a fixed captcha', () => {
  it('refuses who does not solve it, and counts no text for that', async () => {
    const { ask, defence } = setUp(FIXED_CAPTCHA);
    expect(defence.demand).toEqual({ hashes: 0, captchas: 1 });
    for (let turn = 0; turn < 20; turn++) expect(await ask({ effort: undefined })).toEqual({ kind: 'refused' });
    expect((await ask()).kind).toBe('sent');
  });

  it('takes an answer that was sold: for any number, once, and for five minutes', async () => {
    const { ask, defence, clock } = setUp(FIXED_CAPTCHA);
    const effort = await defence.harvest!(AN_ASK);
    clock.nowMs += 300_000;
    const other = { phone: '+4915112345999', effort };
    expect((await ask(other)).kind).toBe('sent');
    clock.nowMs += 60_000;
    expect(await ask(other)).toEqual({ kind: 'refused' });
    const old = await defence.harvest!(AN_ASK);
    clock.nowMs += 300_001;
    expect(await ask({ effort: old })).toEqual({ kind: 'refused' });
    expect(await ask({ effort: { token: 'invented' } })).toEqual({ kind: 'refused' });
  });

  it('keeps the limits behind it', async () => {
    const { ask } = setUp(FIXED_CAPTCHA);
    await ask();
    expect(await ask()).toEqual({ kind: 'wait', ms: 30_000 });
    for (let turn = 1; turn < 5; turn++) expect((await ask({ phone: `+4915112345${turn}` })).kind).toBe('sent');
    expect(await ask({ phone: '+491511234599' })).toEqual({ kind: 'refused' });
  });
});

describe('a list of countries', () => {
  it('refuses numbers of other countries, and counts no text for that', async () => {
    const { ask, defence } = setUp(ALLOW_LIST);
    expect(defence.demand).toEqual({ hashes: 0, captchas: 0 });
    for (let turn = 0; turn < 20; turn++) expect(await ask({ country: 'UZ' })).toEqual({ kind: 'refused' });
    expect((await ask({ effort: undefined })).kind).toBe('sent');
    expect((await ask({ country: 'US', phone: '+12015550123' })).kind).toBe('sent');
  });

  it('has the countries of its site', async () => {
    const site = new Site({ alsoListed: { MV: 30 } });
    const defence = ALLOW_LIST.create({ clock: () => 0, random: (length) => new Uint8Array(length), site });
    expect((await defence.ask({ ...AN_ASK, country: 'MV', phone: '+9607712345' })).kind).toBe('sent');
    expect(await setUp(ALLOW_LIST).ask({ country: 'MV', phone: '+9607712345' })).toEqual({ kind: 'refused' });
  });

  it('keeps the limits behind it', async () => {
    const { ask } = setUp(ALLOW_LIST);
    await ask();
    expect(await ask()).toEqual({ kind: 'wait', ms: 30_000 });
  });
});
