import { describe, expect, it } from 'vitest';
import { type Asking, setUpMoney } from './support/money-setup.js';
import { freshPhone, germanPhone, uzbekPhone } from './support/phones.js';
import { refusing } from './support/refusing-sender.js';
import { permitOf, refused } from './support/test-gate.js';

const DAY_SEC = 86_400;
const EPOCH_SEC = 30 * DAY_SEC;
const BY = { by: 'ops' };

/** Germany has $40 a day; known numbers have $12.50 an hour and $25 a day, and $3.75 of that out unverified. */
function setUp() {
  const setup = setUpMoney({
    countries: { DE: { perDayUsd: 40 } },
    cap: { hourUsd: 50, dayUsd: 100, monthUsd: 3_000 },
  });
  const tierOf = async (asking: Asking) => (await setup.ask(asking)).reasons;
  /** A number whose text was trusted: known from then on. */
  const trustedPhone = async (phone = freshPhone()) => {
    await setup.report([await setup.text({ phone, known: !phone.startsWith('+49') })], 'trusted');
    setup.clock.advanceSec(3_600);
    return phone;
  };
  /** Moves on to the first moment of an epoch of 30 days, whose keys are looked up for 90. */
  const toEpoch = () => setup.clock.advanceSec(EPOCH_SEC - (setup.clock.nowSec % EPOCH_SEC));
  return { ...setup, tierOf, trustedPhone, toEpoch };
}

describe('a number becomes known', () => {
  it('by a trusted outcome at once, and for 90 days', async () => {
    const { text, report, tierOf, clock, toEpoch } = setUp();
    toEpoch();
    const sent = await text();
    await report([sent], 'trusted');
    const { phone } = sent;
    clock.advanceSec(30);
    expect(await tierOf({ phone })).toEqual(['tier-known']);
    clock.advanceSec(90 * DAY_SEC - 31);
    expect(await tierOf({ phone })).toEqual(['tier-known']);
    clock.advanceSec(121);
    expect(await tierOf({ phone })).toEqual(['tier-cold']);
  });

  it('by a verified one a day later, and not before', async () => {
    const { text, report, tierOf, clock, toEpoch } = setUp();
    toEpoch();
    const sent = await text();
    await report([sent], 'verified');
    const { phone } = sent;
    clock.advanceSec(DAY_SEC - 1);
    expect(await tierOf({ phone })).toEqual(['tier-cold']);
    clock.advanceSec(120);
    expect(await tierOf({ phone })).toEqual(['tier-known']);
    clock.advanceSec(89 * DAY_SEC - 120);
    expect(await tierOf({ phone })).toEqual(['tier-known']);
    clock.advanceSec(122);
    expect(await tierOf({ phone })).toEqual(['tier-cold']);
  });

  it('by a trusted outcome that comes 40 days after the text', async () => {
    const { gate, text, tierOf, clock } = setUp();
    const { id, phone } = await text();
    clock.advanceSec(40 * DAY_SEC);
    expect(await tierOf({ phone })).toEqual(['tier-cold']);
    expect(await gate.report({ permitId: id, outcome: 'trusted' })).toEqual({ ok: false, code: 'report-unknown' });
    expect(await gate.report({ phone, outcome: 'trusted' })).toEqual({ ok: true });
    clock.advanceSec(120);
    expect(await tierOf({ phone })).toEqual(['tier-known']);
  });

  it('by no text that nobody answered, and no other number with it', async () => {
    const { text, report, tierOf, clock } = setUp();
    const sent = await text({ phone: germanPhone({ line: 1 }) });
    await report([sent], 'undelivered');
    clock.advanceSec(2 * DAY_SEC);
    expect(await tierOf({ phone: sent.phone })).toEqual(['tier-cold']);
    await report([await text({ phone: germanPhone({ line: 2 }) })], 'trusted');
    expect(await tierOf({ phone: germanPhone({ line: 3 }) })).toEqual(['tier-cold']);
  });

  it('by the word of the site, for that request', async () => {
    const { tierOf, clock } = setUp();
    const phone = freshPhone();
    expect(await tierOf({ phone, known: true })).toEqual(['tier-known']);
    clock.advanceSec(150);
    expect(await tierOf({ phone })).toEqual(['tier-cold']);
  });
});

describe('a known number', () => {
  it('is charged to the site and the known pool, and not to its country, block and range', async () => {
    const { text, used, trustedPhone } = setUp();
    const phone = await trustedPhone(germanPhone({ line: 1 }));
    const before = await used('site', 'all', 'day');
    await text({ phone });
    expect(await used('pool:known', 'all')).toBe(100_000);
    expect((await used('site', 'all', 'day')) - before).toBe(100_000);
    for (const meter of ['pool:DE', 'block:DE:4915000', 'range:DE:491500000']) {
      expect(await used(meter, 'untrusted', 'day')).toBe(0);
      expect(await used(meter, 'all', 'day')).toBe(100_000);
    }
  });

  it('passes where its range, its block and its country are full', async () => {
    const { textEach, textHours, passHour, ask, tierOf, trustedPhone } = setUp();
    const phone = await trustedPhone(germanPhone({ line: 1 }));
    // Cold devices may have three texts out in the range, 13 in the block, 54 in all and 18 of them in an hour.
    await textEach(3, (turn) => ({ phone: germanPhone({ line: 10 + turn }) }));
    expect(refused(await ask({ phone: germanPhone({ line: 20 }) })).code).toBe('range-exhausted');
    await textEach(10, (turn) => ({ phone: germanPhone({ range: 1 + (turn % 4), line: turn }) }));
    expect(refused(await ask({ phone: germanPhone({ range: 5 }) })).code).toBe('block-exhausted');
    await textHours([5, 18, 18], (turn) => ({ phone: germanPhone({ block: 100 + turn }) }));
    expect(refused(await ask()).reasons).toEqual(['pool-busy', 'pool:DE', 'exposed', 'hour']);
    expect(await tierOf({ phone })).toEqual(['tier-known']);
    passHour();
    expect(refused(await ask()).reasons).toEqual(['pool-exhausted', 'pool:DE', 'exposed', 'day']);
    expect(await tierOf({ phone })).toEqual(['tier-known']);
  });

  it('passes a closed prefix, and where strangers to its country are refused', async () => {
    const { gate, ask, tierOf, clock, trustedPhone } = setUp();
    const [german, uzbek] = [await trustedPhone(), await trustedPhone(uzbekPhone(1))];
    await gate.closePrefix('49', clock.nowSec + 3_600, BY);
    expect(refused(await ask())).toMatchObject({ kind: 'step-up', code: 'prefix-closed', reasons: ['prefix-closed'] });
    expect(refused(await ask({ phone: uzbekPhone(2) })).code).toBe('country-refused');
    for (const phone of [german, uzbek]) expect(await tierOf({ phone })).toEqual(['tier-known']);
    for (const phone of [freshPhone(), uzbekPhone(3)])
      expect(await tierOf({ phone, known: true })).toEqual(['tier-known']);
  });

  it('is a stranger once the known pool is used up', async () => {
    const { gate, ask, verifiedEach, tierOf, clock, trustedPhone } = setUp();
    const [german, other, uzbek] = [await trustedPhone(), await trustedPhone(), await trustedPhone(uzbekPhone(1))];
    // 12 × $1 and $0.50 in 12.50 an hour.
    await verifiedEach(12, () => ({ known: true, segments: 10 }));
    await verifiedEach(1, () => ({ known: true, segments: 5 }));
    expect(await tierOf({ phone: german })).toEqual(['tier-cold']);
    const full = ['pool-exhausted', 'pool:known', 'untrusted', 'hour'];
    expect(refused(await ask({ phone: uzbek })).reasons).toEqual(full);
    await gate.closePrefix('49', clock.nowSec + 3_600, BY);
    expect(refused(await ask({ phone: other })).reasons).toEqual(full);
  });

  it('is a stranger once 15 % of the known pool’s day is out unverified, and a fifth of what was verified', async () => {
    const { ask, report, textEach, textHours, passHour, verifiedEach, tierOf, used } = setUp();
    const four = () => ({ known: true, segments: 4 });
    // Nine of $0.40 in $3.75, one more than the eight texts that a pool always lets out; five of them in an hour.
    const first = await textHours([5, 4], four);
    passHour();
    expect(await tierOf({ known: true, segments: 2 })).toEqual(['tier-cold']);
    const uzbek = { phone: uzbekPhone(1), known: true, segments: 2 };
    expect(refused(await ask(uzbek)).reasons).toEqual(['pool-exhausted', 'pool:known', 'exposed', 'day']);
    await report(first, 'verified');
    await verifiedEach(20, four);
    passHour();
    await verifiedEach(21, four);
    passHour();
    // A fifth of $20 is $4.
    await textHours([5, 4], four);
    passHour();
    // The store says so with the first text that finds the floor full.
    expect(await tierOf(four())).toEqual(['tier-cold']);
    await textEach(1, four);
    expect(await used('pool:known', 'exposed', 'day')).toBe(4_000_000);
    for (let turn = 0; turn < 2; turn++) expect(await tierOf({ known: true })).toEqual(['tier-cold']);
    expect(refused(await ask(uzbek)).reasons).toEqual(['pool-exhausted', 'pool:known', 'exposed', 'day']);
  });

  it('is a stranger once five texts are out unverified in an hour, or a third of that', async () => {
    const { textEach, passHour, tierOf } = setUp();
    // $2 is more than a third of $3.75, and twelve of $0.10 are less.
    await textEach(5, () => ({ known: true, segments: 4 }));
    expect(await tierOf({ known: true, segments: 4 })).toEqual(['tier-cold']);
    passHour();
    await textEach(12, () => ({ known: true }));
    expect(await tierOf({ known: true })).toEqual(['tier-cold']);
    passHour();
    expect(await tierOf({ known: true })).toEqual(['tier-known']);
  });
});

describe('three claimed texts in a row without an answer', () => {
  it.each([
    ['make a number unknown', false],
    ['make one unknown that the site knows', true],
  ])('%s, and an answer makes it known again', async (_, known) => {
    const { text, report, tierOf, clock, trustedPhone } = setUp();
    const phone = await trustedPhone();
    const asking = { phone, known };
    const sent = [];
    for (let turn = 0; turn < 3; turn++) {
      expect(await tierOf(asking)).toEqual(['tier-known']);
      clock.advanceSec(120);
      sent.push(await text(asking));
      clock.advanceSec(3_600);
    }
    await report(sent.slice(0, 1), 'undelivered');
    expect(await tierOf(asking)).toEqual(['tier-cold']);
    await report(sent.slice(2), 'verified');
    clock.advanceSec(120);
    expect(await tierOf(asking)).toEqual(['tier-known']);
  });

  it('are not those that were held only, or refused by the provider', async () => {
    const { ask, tierOf, clock, trustedPhone } = setUp();
    const phone = await trustedPhone();
    for (let turn = 0; turn < 3; turn++) {
      permitOf(await ask({ phone }));
      clock.advanceSec(120);
      await expect(refusing(permitOf(await ask({ phone })), '')).rejects.toThrow('refused');
    }
    expect(await tierOf({ phone })).toEqual(['tier-known']);
  });
});
