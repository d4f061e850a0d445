import { describe, expect, it } from 'vitest';
import type { Facts } from '../src/facts.js';
import type { ShadowPart } from '../src/mode.js';
import type { GateOptions } from '../src/options.js';
import { send, setUpMoney } from './support/money-setup.js';
import { freshPhone, uzbekPhone } from './support/phones.js';
import { allowed, facts, permitOf, refused } from './support/test-gate.js';
import { freshAddress, Visitor } from './support/visitor.js';

const UZ = { countries: ['UZ'] };
const DE = { countries: ['DE'] };
const LOGIN = { actions: ['login'] };

/** Texts cost $0.10. Germany has $1 an hour and known numbers a quarter of the cap. */
function setUp(shadow: ShadowPart, overrides: Partial<GateOptions> = {}) {
  const setup = setUpMoney({ mode: { shadow }, ...overrides });
  /** Asks without a token again and again until that is refused; answers how many texts went out, and the refusal. */
  const attack = async (change: (turn: number) => Partial<Facts>) => {
    for (let turn = 0; turn < 100; turn++) {
      const asked = facts(undefined, { phone: freshPhone(), ip: freshAddress(), ...change(turn) });
      const verdict = await setup.gate.admit(asked);
      if (verdict.kind !== 'allow') return { texts: turn, refusal: verdict };
      await send(verdict.permit, '');
    }
    throw new Error('nothing stops it');
  };
  return { ...setup, attack };
}

const toUzbekistan = (turn: number) => ({ phone: uzbekPhone(turn) });

describe('an attack without tokens on the part of a site that is in shadow', () => {
  it('sends nothing where the pools need the whole cap, and what is in force goes on', async () => {
    const { attack, textEach } = setUp(UZ);
    const { texts, refusal } = await attack(toUzbekistan);
    expect(texts).toBe(0);
    expect(refusal.reasons).toEqual(['cap-reached', 'shadow', 'all', 'hour']);
    await textEach(4);
  });

  const cap = { hourUsd: 4, dayUsd: 16, monthUsd: 480 };
  // A text to a country without a price is booked with $0.405.
  const elsewhere = { elsewhere: { perDayUsd: 16.4 }, cap: { hourUsd: 8, dayUsd: 32, monthUsd: 960 } };
  it.each([
    ['a country without a pool', UZ, toUzbekistan, { cap }, 20],
    ['a country of the pool that all others share', UZ, toUzbekistan, elsewhere, 9],
    ['a form, to a country that has a pool', LOGIN, () => ({ action: 'login' }), { cap }, 20],
  ])('has what the cap holds beyond all pools, and takes nothing from them: %s', async (...given) => {
    const [, part, asking, options, most] = given;
    const { attack, used, ask } = setUp(part, options);
    expect((await attack(asking)).texts).toBe(most);
    expect(await used('site', 'all')).toBe(most * 100_000);
    for (const pool of ['pool:DE', 'pool:elsewhere', 'pool:known']) expect(await used(pool, 'all')).toBe(0);
    expect(allowed(await ask()).wouldBe).toBeUndefined();
    expect(allowed(await ask({ known: true })).tier).toBe('known');
  });

  it('has a whole country’s own pool, and then what the cap holds beyond all: the others keep theirs', async () => {
    const countries = { DE: { perDayUsd: 4 }, UZ: { perDayUsd: 4 } };
    const { attack, textEach, used } = setUp(DE, { cap, countries });
    const { texts, refusal } = await attack(() => ({}));
    expect(texts).toBe(20);
    expect(refusal.reasons).toEqual(['cap-reached', 'shadow', 'all', 'hour']);
    // All of it is counted where it went.
    expect(await used('pool:DE', 'exposed')).toBe(2_000_000);
    await textEach(3, toUzbekistan);
  });

  it('gives a key its permit again whatever token it comes with; what is in force does not', async () => {
    const { gate } = setUp(DE, { cap, countries: { DE: { perDayUsd: 4 }, UZ: { perDayUsd: 4 } } });
    const twice = async (phone: string) => {
      const ask = async () => {
        const token = await (await Visitor.at(gate)).token({ phone });
        return gate.admit(facts(token, { phone, idempotencyKey: 'a' }));
      };
      return [await ask(), await ask()] as const;
    };
    const [first, second] = await twice(freshPhone());
    expect(permitOf(second).id).toBe(permitOf(first).id);
    expect(refused((await twice(uzbekPhone(1)))[1]).code).toBe('number-spacing');
  });

  it('is held for a day and 30 days too', async () => {
    const { attack, passHour } = setUp(UZ, { cap: { hourUsd: 4, dayUsd: 6.4, monthUsd: 169 } });
    // Of $6.40 a day Germany needs $4 and known numbers $1.60; of $169 in 30 days they need $168.
    expect((await attack(toUzbekistan)).texts).toBe(8);
    passHour();
    expect((await attack(toUzbekistan)).refusal.reasons).toEqual(['cap-reached', 'shadow', 'all', 'day']);
  });

  it('counts texts to known numbers against no known number’s pool', async () => {
    const { gate, used } = setUp(DE, { cap });
    const asked = facts(undefined, { phone: freshPhone(), known: true });
    await send(permitOf(await gate.admit(asked)), '');
    expect(await used('pool:known', 'all')).toBe(0);
    expect(await used('pool:DE', 'all')).toBe(100_000);
  });

  it('leaves a site that is in shadow as a whole under its cap alone', async () => {
    const { gate } = setUpMoney({ mode: 'shadow' });
    for (let turn = 0; turn < 13; turn++) {
      const asked = facts(undefined, { phone: uzbekPhone(turn), ip: freshAddress() });
      await send(permitOf(await gate.admit(asked)), '');
    }
    expect(await gate.admit(facts(undefined, { phone: freshPhone() }))).toMatchObject({ code: 'cap-reached' });
  });
});
