import { describe, expect, it } from 'vitest';
import type { Facts } from '../src/facts.js';
import type { Verdict } from '../src/verdict.js';
import { freshPhone } from './support/phones.js';
import { createTestGate, DE_PHONE, facts, OTHER_DE_PHONE, permitOf, refused, US_PHONE } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

async function setUp() {
  const setup = createTestGate();
  const visitor = await Visitor.at(setup.gate);
  const admit = (token: string, overrides: Partial<Facts> = {}) => setup.gate.admit(facts(token, overrides));
  return { ...setup, visitor, admit };
}

const countOf = (verdicts: readonly Verdict[], kind: string) =>
  verdicts.filter((verdict) => verdict.kind === kind).length;
const times = <T>(count: number, make: (turn: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, turn) => make(turn)));

describe('a token', () => {
  it('is used once', async () => {
    const { visitor, admit } = await setUp();
    const token = await visitor.token();
    permitOf(await admit(token));
    for (let turn = 0; turn < 3; turn++) {
      expect(refused(await admit(token))).toMatchObject({ kind: 'deny', code: 'token-used' });
    }
  });

  it('is used once when it comes 50 times at once', async () => {
    const { visitor, admit } = await setUp();
    const token = await visitor.token();
    const verdicts = await times(50, () => admit(token));
    expect(countOf(verdicts, 'allow')).toBe(1);
    expect(verdicts.filter(({ code }) => code === 'token-used')).toHaveLength(49);
  });

  it('is used once, also as another token over the same challenge', async () => {
    const { visitor, admit, gate } = await setUp();
    const challenge = await visitor.challenge();
    const other = await Visitor.at(gate);
    permitOf(await admit(await visitor.tokenFor(challenge)));
    for (const text of [
      challenge,
      await visitor.challenge({ challenge }),
      await visitor.challenge({ challenge, phone: OTHER_DE_PHONE }),
    ]) {
      for (const device of [visitor, other]) {
        const phone = text === challenge || device === other ? DE_PHONE : undefined;
        const verdict = await admit(await device.tokenFor(text), phone === undefined ? {} : { phone });
        expect(['token-used', 'number-mismatch']).toContain(refused(verdict).code);
      }
    }
    const moved = await visitor.tokenFor(await visitor.challenge({ challenge, phone: OTHER_DE_PHONE }));
    expect(refused(await admit(moved, { phone: OTHER_DE_PHONE })).code).toBe('token-used');
  });

  it('stays used until its challenge has expired, to the last millisecond', async () => {
    const { visitor, admit, clock } = await setUp();
    const token = await visitor.token();
    permitOf(await admit(token));
    clock.advanceMs(899_999);
    expect(refused(await admit(token)).code).toBe('token-used');
    clock.advanceMs(1);
    expect(refused(await admit(token)).code).toBe('challenge-expired');
  });

  it('of a challenge issued 60 s ahead of the clock stays used through its whole life', async () => {
    const { visitor, admit, clock } = await setUp();
    const token = await visitor.token();
    clock.advanceSec(-60);
    permitOf(await admit(token));
    clock.advanceMs(959_999);
    expect(refused(await admit(token)).code).toBe('token-used');
  });

  it('replayed after the clock jumped a day ahead and back is not allowed again', async () => {
    const { visitor, admit, clock } = await setUp();
    const token = await visitor.token();
    permitOf(await admit(token));
    clock.advanceSec(86_400);
    permitOf(await admit(await visitor.token()));
    clock.advanceSec(-86_400);
    expect((await admit(token)).kind).not.toBe('allow');
  });
});

describe('an idempotency key', () => {
  const key = { idempotencyKey: 'order 17' };

  it('gives the same permit to the same request', async () => {
    const { visitor, admit } = await setUp();
    const token = await visitor.token();
    const first = await admit(token, key);
    const second = await admit(token, key);
    expect(permitOf(second).id).toBe(permitOf(first).id);
    expect(permitOf(second).expiresAtSec).toBe(permitOf(first).expiresAtSec);
    expect(second.reasons).toEqual(['tier-cold', 'repeated']);
  });

  it('gives one permit to 50 at once, which hold the money of one text', async () => {
    const { gate, visitor, admit } = await setUp();
    const token = await visitor.token();
    const elsewhere = async (phone: string) => {
      const other = await Visitor.at(gate);
      return admit(await other.token({ phone }), { phone });
    };
    const before = permitOf(await elsewhere(OTHER_DE_PHONE));
    const verdicts = await times(50, () => admit(token, key));
    expect(new Set(verdicts.map((verdict) => permitOf(verdict).id)).size).toBe(1);
    const { cost } = await elsewhere(freshPhone());
    const { microUsd = 0 } = cost.price ?? {};
    expect(cost.exposure?.usedMicroUsd).toBe(2 * microUsd);
    expect(before.id).not.toBe(permitOf(verdicts[0]!).id);
  });

  it('that is another is a mismatch; none at all is a used token', async () => {
    const { visitor, admit } = await setUp();
    const token = await visitor.token();
    permitOf(await admit(token, key));
    expect(refused(await admit(token, { idempotencyKey: 'order 18' }))).toMatchObject({
      kind: 'deny',
      code: 'idempotency-mismatch',
    });
    expect(refused(await admit(token)).code).toBe('token-used');
    expect(permitOf(await admit(token, key)).action).toBe('signup');
  });

  it('given only the second time is a mismatch', async () => {
    const { visitor, admit } = await setUp();
    const token = await visitor.token();
    permitOf(await admit(token));
    expect(refused(await admit(token, key)).code).toBe('idempotency-mismatch');
  });

  it('is bound to the number: a challenge priced again for another is a mismatch', async () => {
    const { visitor, admit } = await setUp();
    const challenge = await visitor.challenge();
    permitOf(await admit(await visitor.tokenFor(challenge), key));
    const moved = await visitor.tokenFor(await visitor.challenge({ challenge, phone: US_PHONE }));
    expect(refused(await admit(moved, { ...key, phone: US_PHONE })).code).toBe('idempotency-mismatch');
  });

  it('cannot be confused with another by where its parts end', async () => {
    const { visitor, admit } = await setUp();
    const challenge = await visitor.challenge();
    permitOf(await admit(await visitor.tokenFor(challenge), { idempotencyKey: 'a' }));
    for (const idempotencyKey of [`a${DE_PHONE}`, 'a\u0000', '"a"', 'A', 'a ']) {
      expect(refused(await admit(await visitor.tokenFor(challenge), { idempotencyKey })).code).toBe(
        'idempotency-mismatch',
      );
    }
  });

  it('is judged anew once its hold expired unclaimed, and then gives another permit', async () => {
    const { visitor, admit, clock } = await setUp();
    const token = await visitor.token();
    const first = permitOf(await admit(token, key));
    clock.advanceMs(119_999);
    expect(permitOf(await admit(token, key)).id).toBe(first.id);
    clock.advanceMs(1);
    const second = permitOf(await admit(token, key));
    expect(second.id).not.toBe(first.id);
    expect(second.expiresAtSec).toBe(first.expiresAtSec + 120);
    expect(refused(await admit(token, { idempotencyKey: 'order 18' })).code).toBe('idempotency-mismatch');
  });

  it('of 50 at once after the hold expired gives one new permit', async () => {
    const { visitor, admit, clock } = await setUp();
    const token = await visitor.token();
    const first = permitOf(await admit(token, key));
    clock.advanceSec(120);
    const ids = new Set((await times(50, () => admit(token, key))).map((verdict) => permitOf(verdict).id));
    expect(ids.size).toBe(1);
    expect(ids).not.toContain(first.id);
  });

  it('is stored as no text anybody could read', async () => {
    const seen: string[] = [];
    const { store, clock } = createTestGate();
    const spy = {
      ...store,
      admit: (claim: never, choices: never) => (seen.push(JSON.stringify(claim)), store.admit(claim, choices)),
    };
    const { gate } = createTestGate({ store: spy, clock: clock.read });
    const visitor = await Visitor.at(gate);
    permitOf(await gate.admit(facts(await visitor.token(), key)));
    expect(seen).toHaveLength(1);
    expect(seen[0]).not.toContain('order 17');
    expect(seen[0]).not.toContain(DE_PHONE.slice(1));
  });
});
