import { describe, expect, it } from 'vitest';
import type { Facts } from '../src/facts.js';
import type { GateOptions } from '../src/options.js';
import { defineSender } from '../src/sender.js';
import type { Permit } from '../src/permit.js';
import { createTestGate, facts, permitOf, refused, UZ_PHONE, WAYS } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const HOUR_SEC = 3_600;
const send = defineSender({ name: 'test', channels: ['sms', 'voice'], segments: () => 1, send: async () => 'sent' });

/** A text to Germany costs $0.10; its pool holds 10 an hour and 40 a day; known numbers have $0.335 an hour. */
async function setUp(overrides: Partial<GateOptions> = {}) {
  const setup = createTestGate({
    prices: { asOf: '2026-01-01', smsUsd: { '49': 0.1, '998': 0.1 } },
    countries: { DE: { perDayUsd: 4 } },
    cap: { hourUsd: 1.34, dayUsd: 5.34, monthUsd: 161 },
    work: { p: 1, k: 1 },
    ...overrides,
  });
  const visitor = await Visitor.at(setup.gate);
  const ask = async (change: Partial<Facts> = {}) => {
    const phone = typeof change.phone === 'string' ? change.phone : undefined;
    const token = await visitor.token(phone === undefined ? {} : { phone });
    return setup.gate.admit(facts(token, change));
  };
  /** Sends this many texts, and answers their permits. */
  const text = async (count: number, change: Partial<Facts> = {}) => {
    const permits: Permit[] = [];
    for (let turn = 0; turn < count; turn++) {
      const permit = permitOf(await ask(change));
      await send(permit, '');
      permits.push(permit);
    }
    return permits;
  };
  return { ...setup, visitor, ask, text };
}

describe('a pool', () => {
  it('is full exactly at its hour, by texts sent and by texts held', async () => {
    const { ask, text } = await setUp();
    await text(7);
    for (let turn = 0; turn < 3; turn++) permitOf(await ask());
    const verdict = refused(await ask());
    expect(verdict).toMatchObject({ kind: 'step-up', code: 'pool-exhausted', ways: WAYS });
    expect(verdict.reasons).toEqual(['pool-exhausted', 'pool:DE', 'hour']);
    expect(verdict.cost.exposure).toEqual({ pool: 'pool:DE', usedMicroUsd: 1_000_000, limitMicroUsd: 1_000_000 });
  });

  it('takes a text of as many segments as fit, and not one more', async () => {
    const { ask } = await setUp();
    permitOf(await ask({ segments: 8 }));
    expect(refused(await ask({ segments: 3 })).code).toBe('pool-exhausted');
    expect(permitOf(await ask({ segments: 2 })).segments).toBe(2);
    expect(refused(await ask()).code).toBe('pool-exhausted');
  });

  it('is full exactly at its day', async () => {
    const { ask, text, clock } = await setUp();
    for (let hour = 0; hour < 4; hour++) {
      await text(10);
      clock.advanceSec(HOUR_SEC + 300);
    }
    expect(refused(await ask()).reasons).toEqual(['pool-exhausted', 'pool:DE', 'day']);
  });

  it('gets back what was held and never claimed, and that in 150 s', async () => {
    const { ask, clock } = await setUp();
    for (let turn = 0; turn < 10; turn++) permitOf(await ask());
    clock.advanceMs(119_999);
    expect(refused(await ask()).code).toBe('pool-exhausted');
    clock.advanceMs(30_001);
    for (let turn = 0; turn < 10; turn++) permitOf(await ask());
  });

  it('gets back what the provider refused, and nothing that was accepted or timed out', async () => {
    const { gate, ask } = await setUp();
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
    for (let turn = 0; turn < 10; turn++) {
      await expect(refusing(permitOf(await ask()), 'timeout')).rejects.toThrow('timeout');
    }
    expect(refused(await ask()).code).toBe('pool-exhausted');
    expect(gate.limits().pools[0]).toMatchObject({ name: 'pool:DE', hourMicroUsd: 1_000_000 });
  });

  it('gets back what a trusted outcome proved, and not what a code alone did', async () => {
    const { gate, ask, text } = await setUp();
    const permits = await text(10);
    for (const { id } of permits)
      expect(await gate.report({ permitId: id, outcome: 'verified' })).toEqual({ ok: true });
    expect(refused(await ask()).code).toBe('pool-exhausted');
    expect(await gate.report({ permitId: permits[0]!.id, outcome: 'trusted' })).toEqual({ ok: true });
    await text(1);
    expect(refused(await ask()).code).toBe('pool-exhausted');
  });

  it('of one country is not closed by another’s', async () => {
    const { ask, text } = await setUp({
      elsewhere: { perDayUsd: 100 },
      cap: { hourUsd: 40, dayUsd: 150, monthUsd: 5_000 },
    });
    await text(10);
    expect(refused(await ask()).code).toBe('pool-exhausted');
    expect(permitOf(await ask({ phone: UZ_PHONE })).phone).toBe(UZ_PHONE);
  });
});

describe('the cap', () => {
  it('holds whatever was trusted: the hour', async () => {
    const { gate, ask, text } = await setUp();
    for (let turn = 0; turn < 13; turn++) {
      const [permit] = await text(1);
      await gate.report({ permitId: permit!.id, outcome: 'trusted' });
    }
    const verdict = refused(await ask());
    expect(verdict).toMatchObject({ kind: 'step-up', code: 'cap-reached', ways: WAYS });
    expect(verdict.reasons).toEqual(['cap-reached', 'site', 'hour']);
  });

  it('holds whatever was trusted: the day and the month', async () => {
    const { gate, clock, ask } = await setUp({ cap: { hourUsd: 6, dayUsd: 6, monthUsd: 165 } });
    const spend = async () => {
      const permit = permitOf(await ask({ segments: 10 }));
      await send(permit, '');
      await gate.report({ permitId: permit.id, outcome: 'trusted' });
    };
    for (let day = 0; day < 27; day++) {
      for (let turn = 0; turn < 6; turn++) await spend();
      if (day === 0) {
        clock.advanceSec(2 * HOUR_SEC);
        expect(refused(await ask({ segments: 10 })).reasons).toEqual(['cap-reached', 'site', 'day']);
      }
      clock.advanceSec(25 * HOUR_SEC);
    }
    for (let turn = 0; turn < 3; turn++) await spend();
    expect(refused(await ask({ segments: 10 })).reasons).toEqual(['cap-reached', 'site', 'month']);
    expect(refused(await ask()).reasons).toEqual(['cap-reached', 'site', 'month']);
  });

  it('is a plain no where the site offers no other way', async () => {
    const { ask, text } = await setUp({ stepUp: 'none' });
    await text(10);
    const verdict = refused(await ask());
    expect(verdict).toMatchObject({ kind: 'deny', code: 'pool-exhausted' });
    expect(verdict.ways).toBeUndefined();
  });
});

describe('known numbers', () => {
  it('draw on their own pool, and then on their country’s', async () => {
    const { ask, text } = await setUp();
    for (let turn = 0; turn < 3; turn++) expect((await ask({ known: true })).reasons).toEqual(['tier-known']);
    expect((await ask({ known: true })).reasons).toEqual(['tier-cold']);
    await text(9);
    expect(refused(await ask({ known: true })).code).toBe('cap-reached');
  });

  it('pass while strangers’ pool is full', async () => {
    const { ask, text } = await setUp();
    await text(10);
    expect(refused(await ask()).code).toBe('pool-exhausted');
    expect((await ask({ known: true })).reasons).toEqual(['tier-known']);
  });

  it('pass where strangers to their country are refused, as long as their pool lasts', async () => {
    const { ask } = await setUp();
    expect(refused(await ask({ phone: UZ_PHONE })).code).toBe('country-refused');
    for (let turn = 0; turn < 3; turn++) permitOf(await ask({ phone: UZ_PHONE, known: true }));
    const verdict = refused(await ask({ phone: UZ_PHONE, known: true }));
    expect(verdict).toMatchObject({ code: 'pool-exhausted', reasons: ['pool-exhausted', 'pool:known', 'hour'] });
  });
});

describe('a right token that met full meters', () => {
  it('may be presented 5 times, and is used up then', async () => {
    const { gate, clock, visitor, text } = await setUp();
    await text(10);
    const token = await visitor.token();
    for (let turn = 0; turn < 5; turn++) expect(refused(await gate.admit(facts(token))).code).toBe('pool-exhausted');
    expect(refused(await gate.admit(facts(token))).code).toBe('token-used');
    clock.advanceSec(600);
    expect(refused(await gate.admit(facts(token))).code).toBe('token-used');
  });

  it('is allowed on a later presentation if there is room then', async () => {
    const { gate, clock, visitor, ask } = await setUp();
    for (let turn = 0; turn < 10; turn++) permitOf(await ask());
    const token = await visitor.token();
    for (let turn = 0; turn < 4; turn++) expect(refused(await gate.admit(facts(token))).code).toBe('pool-exhausted');
    clock.advanceSec(150);
    expect(permitOf(await gate.admit(facts(token))).action).toBe('signup');
    expect(refused(await gate.admit(facts(token))).code).toBe('token-used');
  });

  it('is counted the same when it comes 50 times at once', async () => {
    const { gate, visitor, text } = await setUp();
    await text(10);
    const token = await visitor.token();
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => gate.admit(facts(token))));
    expect(verdicts.filter(({ code }) => code === 'pool-exhausted')).toHaveLength(5);
    expect(verdicts.filter(({ code }) => code === 'token-used')).toHaveLength(45);
  });
});

describe('many tokens at once', () => {
  it('get no more than what fits', async () => {
    const { gate, visitor } = await setUp();
    const tokens = await Promise.all(Array.from({ length: 50 }, () => visitor.token()));
    const verdicts = await Promise.all(tokens.map((token) => gate.admit(facts(token))));
    expect(verdicts.filter(({ kind }) => kind === 'allow')).toHaveLength(10);
  });
});
