import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { defineSender } from '../src/sender.js';
import { send, setUpMoney } from './support/money-setup.js';
import { freshPhone, uzbekPhone } from './support/phones.js';
import { facts, permitOf, refused, WAYS } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const HOUR_SEC = 3_600;
/** Texts that cold devices may add in an hour to what is out of the pool of $4 a day: 90 % of five. */
const COLD_OUT_HOUR = 4;
/** By hours, the texts that they may have out of it in all: 90 % of eight. */
const COLD_OUT = [COLD_OUT_HOUR, 3];
/** Texts that they have in an hour of $1 if every code is entered: 90 % of ten. A day of $4 has 36. */
const COLD_HOUR = 9;

describe('a pool', () => {
  it('is full exactly at the texts that an hour may add, sent or held', async () => {
    const { ask, textEach } = setUpMoney();
    await textEach(2);
    for (let turn = 2; turn < COLD_OUT_HOUR; turn++) permitOf(await ask());
    const verdict = refused(await ask());
    expect(verdict).toMatchObject({ kind: 'delay', code: 'pool-busy', ways: WAYS });
    expect(verdict.reasons).toEqual(['pool-busy', 'pool:DE', 'exposed', 'hour']);
    expect(verdict.cost.exposure).toEqual({
      pool: 'pool:DE',
      usedMicroUsd: 400_000,
      limitMicroUsd: 450_000,
      heat: 80,
    });
  });

  it('asks people to wait while only an hour is full: as codes are entered there is room again', async () => {
    const { ask, textEach, report } = setUpMoney();
    const permits = await textEach(COLD_OUT_HOUR);
    const waits = [];
    for (let turn = 0; turn < 40; turn++) {
      const { kind, retryAfterSec, ways } = refused(await ask());
      expect([kind, ways]).toEqual(['delay', WAYS]);
      waits.push(retryAfterSec!);
    }
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(40);
    expect(Math.max(...waits)).toBeLessThan(80);
    expect(new Set(waits).size).toBeGreaterThan(5);
    await report(permits.slice(0, 1), 'verified');
    permitOf(await ask());
  });

  it('is full exactly at the texts that may be out, sent or held', async () => {
    const { ask, textHours } = setUpMoney();
    await textHours([COLD_OUT_HOUR, 1]);
    for (let turn = 1; turn < 3; turn++) permitOf(await ask());
    const verdict = refused(await ask());
    expect(verdict).toMatchObject({ kind: 'step-up', code: 'pool-exhausted', ways: WAYS });
    expect(verdict.reasons).toEqual(['pool-exhausted', 'pool:DE', 'exposed', 'day']);
    expect(verdict.cost.exposure).toEqual({
      pool: 'pool:DE',
      usedMicroUsd: 700_000,
      limitMicroUsd: 720_000,
      heat: 80,
    });
  });

  it('takes a text of as many segments as fit, and not one more', async () => {
    const { ask } = setUpMoney();
    // Five such texts are more than the hour, of which cold devices have $0.90.
    permitOf(await ask({ segments: 5 }));
    expect(refused(await ask({ segments: 5 })).reasons).toEqual(['pool-busy', 'pool:DE', 'exposed', 'hour']);
    expect(permitOf(await ask({ segments: 4 })).segments).toBe(4);
    expect(refused(await ask()).code).toBe('pool-busy');
  });

  it('is full exactly at its hour, where every code was entered', async () => {
    const { ask, verifiedEach } = setUpMoney();
    await verifiedEach(COLD_HOUR);
    expect(refused(await ask()).reasons).toEqual(['pool-exhausted', 'pool:DE', 'untrusted', 'hour']);
  });

  it('is full exactly at its day, where every code was entered', async () => {
    const { ask, verifiedEach, clock } = setUpMoney();
    for (let hour = 0; hour < 4; hour++) {
      await verifiedEach(COLD_HOUR);
      clock.advanceSec(HOUR_SEC + 300);
    }
    expect(refused(await ask()).reasons).toEqual(['pool-exhausted', 'pool:DE', 'untrusted', 'day']);
  });

  it('is full for the day with what is out unverified', async () => {
    const { ask, textHours, clock } = setUpMoney();
    await textHours(COLD_OUT);
    clock.advanceSec(23 * HOUR_SEC);
    expect(refused(await ask()).reasons).toEqual(['pool-exhausted', 'pool:DE', 'exposed', 'day']);
    clock.advanceSec(2 * HOUR_SEC);
    await textHours(COLD_OUT);
  });

  it('gets back what was held and never claimed, and that in 150 s', async () => {
    const { ask, clock } = setUpMoney();
    for (let turn = 0; turn < COLD_OUT_HOUR; turn++) permitOf(await ask());
    clock.advanceMs(119_999);
    expect(refused(await ask()).code).toBe('pool-busy');
    clock.advanceMs(30_001);
    for (let turn = 0; turn < COLD_OUT_HOUR; turn++) permitOf(await ask());
  });

  it('gets back what the provider refused, and nothing that was accepted or timed out', async () => {
    const { ask, used } = setUpMoney();
    const refusing = defineSender({
      name: 'refusing',
      channels: ['sms'],
      segments: () => 1,
      send: (_, kind: 'refused' | 'timeout') => Promise.reject(new Error(kind)),
      refused: (error) => (error as Error).message === 'refused',
    });
    for (let turn = 0; turn < 20; turn++) {
      await expect(refusing(permitOf(await ask()), 'refused')).rejects.toThrow('refused');
    }
    for (let turn = 0; turn < COLD_OUT_HOUR; turn++) {
      await expect(refusing(permitOf(await ask()), 'timeout')).rejects.toThrow('timeout');
    }
    expect(refused(await ask()).code).toBe('pool-busy');
    for (const meter of ['site', 'pool:DE']) expect(await used(meter, 'all')).toBe(400_000);
  });

  it('gets back what a trusted outcome proved, and not what a code alone did', async () => {
    const { ask, textEach, report, verifiedEach } = setUpMoney();
    const permits = await verifiedEach(COLD_HOUR);
    expect(refused(await ask()).code).toBe('pool-exhausted');
    await report(permits.slice(0, 1), 'trusted');
    await textEach(1);
    expect(refused(await ask()).code).toBe('pool-exhausted');
  });

  it('of one country is not closed by another’s', async () => {
    const { ask, textHours } = setUpMoney({
      elsewhere: { perDayUsd: 100 },
      cap: { hourUsd: 40, dayUsd: 150, monthUsd: 5_000 },
    });
    await textHours(COLD_OUT);
    expect(refused(await ask()).code).toBe('pool-exhausted');
    expect(permitOf(await ask({ phone: uzbekPhone(1) })).phone).toBe(uzbekPhone(1));
  });
});

describe('the cap', () => {
  it('holds whatever was trusted: the hour', async () => {
    const { ask, textEach, report } = setUpMoney();
    for (let turn = 0; turn < 13; turn++) await report(await textEach(1), 'trusted');
    const verdict = refused(await ask());
    expect(verdict).toMatchObject({ kind: 'step-up', code: 'cap-reached', ways: WAYS });
    expect(verdict.reasons).toEqual(['cap-reached', 'site', 'all', 'hour']);
  });

  it('holds whatever was trusted: the day and the month', async () => {
    const { clock, ask, text, report } = setUpMoney({ cap: { hourUsd: 6, dayUsd: 6, monthUsd: 165 } });
    const spend = async (segments = 7) => report([await text({ segments })], 'trusted');
    for (let day = 0; day < 29; day++) {
      for (let turn = 0; turn < 8; turn++) await spend();
      if (day === 0) {
        clock.advanceSec(2 * HOUR_SEC);
        expect(refused(await ask({ segments: 7 })).reasons).toEqual(['cap-reached', 'site', 'all', 'day']);
      }
      clock.advanceSec(25 * HOUR_SEC);
    }
    // 29 × 8 × $0.70 = $162.40 of $165.
    for (let turn = 0; turn < 3; turn++) await spend();
    expect(refused(await ask({ segments: 6 })).reasons).toEqual(['cap-reached', 'site', 'all', 'month']);
    await spend(5);
    expect(refused(await ask()).reasons).toEqual(['cap-reached', 'site', 'all', 'month']);
  });

  it('is a plain no where the site offers no other way', async () => {
    const { ask, textHours } = setUpMoney({ stepUp: 'none' });
    await textHours(COLD_OUT);
    const verdict = refused(await ask());
    expect(verdict).toMatchObject({ kind: 'deny', code: 'pool-exhausted' });
    expect(verdict.ways).toBeUndefined();
  });

  it.each([
    [0, 40],
    [128, 60],
    [255, 79],
  ])('asks for a wait by a random byte: %i is %i s', async (byte, retryAfterSec) => {
    const chance = (length: number) => (length === 1 ? Uint8Array.of(byte) : randomBytes(length));
    const { ask, textEach } = setUpMoney({ random: chance });
    await textEach(COLD_OUT_HOUR);
    expect(refused(await ask())).toMatchObject({ kind: 'delay', code: 'pool-busy', retryAfterSec });
  });

  it('asks for a wait all the same where the site offers no other way', async () => {
    const { ask, textEach } = setUpMoney({ stepUp: 'none' });
    await textEach(COLD_OUT_HOUR);
    const verdict = refused(await ask());
    expect(verdict).toMatchObject({ kind: 'delay', code: 'pool-busy', retryAfterSec: expect.any(Number) as number });
    expect(verdict.ways).toBeUndefined();
  });
});

describe('known numbers', () => {
  it('draw on their own pool, and then on their country’s', async () => {
    const { ask, textEach } = setUpMoney();
    for (let turn = 0; turn < 3; turn++) expect((await ask({ known: true })).reasons).toEqual(['tier-known']);
    expect((await ask({ known: true })).reasons).toEqual(['tier-cold']);
    await textEach(COLD_OUT_HOUR - 1);
    expect(refused(await ask({ known: true })).reasons).toEqual(['pool-busy', 'pool:DE', 'exposed', 'hour']);
  });

  it('pass while strangers’ pool is full', async () => {
    const { ask, textHours } = setUpMoney();
    await textHours(COLD_OUT);
    expect(refused(await ask()).code).toBe('pool-exhausted');
    expect((await ask({ known: true })).reasons).toEqual(['tier-known']);
  });

  it('pass where strangers to their country are refused, as long as their pool lasts', async () => {
    const { ask, verifiedEach } = setUpMoney();
    expect(refused(await ask({ phone: uzbekPhone(0) })).code).toBe('country-refused');
    await verifiedEach(3, (turn) => ({ phone: uzbekPhone(turn + 1), known: true }));
    const verdict = refused(await ask({ phone: uzbekPhone(4), known: true }));
    expect(verdict.reasons).toEqual(['pool-exhausted', 'pool:known', 'untrusted', 'hour']);
  });
});

describe('a right token that met full meters', () => {
  async function setUpFull() {
    const setup = setUpMoney();
    const phone = freshPhone();
    const token = await (await Visitor.at(setup.gate)).token({ phone });
    return { ...setup, admit: () => setup.gate.admit(facts(token, { phone })) };
  }

  it('may be presented 5 times, and is used up then', async () => {
    const { admit, clock, textEach } = await setUpFull();
    await textEach(COLD_OUT_HOUR);
    for (let turn = 0; turn < 5; turn++) expect(refused(await admit()).code).toBe('pool-busy');
    expect(refused(await admit()).code).toBe('token-used');
    clock.advanceSec(600);
    expect(refused(await admit()).code).toBe('token-used');
  });

  it('is allowed on a later presentation if there is room then', async () => {
    const { admit, clock, ask } = await setUpFull();
    for (let turn = 0; turn < COLD_OUT_HOUR; turn++) permitOf(await ask());
    for (let turn = 0; turn < 4; turn++) expect(refused(await admit()).code).toBe('pool-busy');
    clock.advanceSec(150);
    expect(permitOf(await admit()).action).toBe('signup');
    expect(refused(await admit()).code).toBe('token-used');
  });

  it('is counted the same when it comes 50 times at once', async () => {
    const { admit, textEach } = await setUpFull();
    await textEach(COLD_OUT_HOUR);
    const verdicts = await Promise.all(Array.from({ length: 50 }, admit));
    expect(verdicts.filter(({ code }) => code === 'pool-busy')).toHaveLength(5);
    expect(verdicts.filter(({ code }) => code === 'token-used')).toHaveLength(45);
  });
});

describe('many tokens at once', () => {
  it('get no more than what fits', async () => {
    const { ask, passHour, used } = setUpMoney();
    for (const fits of COLD_OUT) {
      const verdicts = await Promise.all(Array.from({ length: 50 }, () => ask()));
      const allows = verdicts.filter(({ kind }) => kind === 'allow');
      expect(allows).toHaveLength(fits);
      const full = fits === COLD_OUT_HOUR ? 'pool-busy' : 'pool-exhausted';
      expect(verdicts.filter(({ code }) => code === full)).toHaveLength(50 - fits);
      expect(await used('pool:DE', 'all')).toBe(fits * 100_000);
      for (const allow of allows) await send(permitOf(allow), '');
      passHour();
    }
    expect(await used('pool:DE', 'all', 'day')).toBe(700_000);
  });
});
