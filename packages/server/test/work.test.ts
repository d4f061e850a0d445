import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Refused } from '../src/verdict.js';
import { verdictReply } from '../src/verdict-reply.js';
import { readJws, resignChallenge } from './support/raw-wire.js';
import { createTestGate, DE_PHONE, facts, OTHER_DE_PHONE, permitOf, refused } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const setup = createTestGate();
const { gate, store, clock } = setup;
const visitor = await Visitor.at(gate);
const iatOf = (challenge: string) => readJws(challenge).payload['iat'] as number;

// A permit that nobody claimed for so long leaves its number as it was.
beforeEach(() => clock.advanceSec(120));

afterEach(() => {
  store.calls.length = 0;
});

async function expectWork(token: string, code: string): Promise<Refused> {
  const verdict = refused(await gate.admit(facts(token)));
  expect(verdict).toMatchObject({ kind: 'work', code, reasons: [code] });
  expect(store.calls).toEqual([]);
  return verdict;
}

describe('a token over an unpriced challenge', () => {
  it('is answered with the priced one, for which the same pieces do', async () => {
    const plain = await visitor.challenge({ phone: undefined });
    const nonces = await visitor.solve(plain);
    const { challenge = '', expiresInSec } = await expectWork(
      await visitor.tokenFor(plain, { nonces }),
      'number-unpriced',
    );
    expect(expiresInSec).toBe(900);
    const { dst, ...priced } = readJws(challenge).payload;
    expect(priced).toEqual(readJws(plain).payload);
    expect(dst).toEqual(expect.any(String));
    expect(permitOf(await gate.admit(facts(await visitor.tokenFor(challenge, { nonces })))).phone).toBe(DE_PHONE);
    expect(store.calls).toEqual(['admit']);
  });

  it('may come as often as it likes: nothing is stored for it', async () => {
    const token = await visitor.tokenFor(await visitor.challenge({ phone: undefined }));
    for (let turn = 0; turn < 10; turn++) await expectWork(token, 'number-unpriced');
  });

  it('is answered for the number of the request, and binds no other', async () => {
    const token = await visitor.tokenFor(await visitor.challenge({ phone: undefined }));
    const { challenge = '' } = refused(await gate.admit(facts(token, { phone: OTHER_DE_PHONE })));
    const answered = await visitor.tokenFor(challenge);
    expect(refused(await gate.admit(facts(answered))).code).toBe('number-mismatch');
    expect(permitOf(await gate.admit(facts(answered, { phone: OTHER_DE_PHONE }))).phone).toBe(OTHER_DE_PHONE);
  });

  it('is refused before that where the number’s kind is', async () => {
    const token = await visitor.tokenFor(await visitor.challenge({ phone: undefined }));
    const verdict = refused(await gate.admit(facts(token, { phone: '+19002345678' })));
    expect(verdict).toMatchObject({ kind: 'deny', code: 'number-premium-rate' });
  });

  it('leaves the process as 402 with what client.answer() takes', async () => {
    const token = await visitor.tokenFor(await visitor.challenge({ phone: undefined }));
    const { status, body } = verdictReply(await expectWork(token, 'number-unpriced'));
    expect(status).toBe(402);
    expect(body).toEqual({ challenge: expect.any(String) as string, expiresInSec: 900, reasons: ['work'] });
  });
});

describe('a proof that is short but right', () => {
  it.each([0, 1])('with %i of 2 pieces is asked for the rest, and what is done counts', async (pieces) => {
    const priced = await visitor.challenge();
    const nonces = await visitor.solve(priced, pieces);
    const { challenge = '', cost } = await expectWork(await visitor.tokenFor(priced, { nonces }), 'proof-short');
    expect(cost.work?.hashes).toBe(pieces * 2);
    const { payload } = readJws(challenge);
    expect({ ...payload, dst: 0 }).toEqual({ ...readJws(priced).payload, dst: 0 });
    const whole = [...nonces, ...(await visitor.solve(challenge)).slice(pieces)];
    expect(permitOf(await gate.admit(facts(await visitor.tokenFor(challenge, { nonces: whole })))).phone).toBe(
      DE_PHONE,
    );
  });

  it('never passes, however often it comes', async () => {
    const priced = await visitor.challenge();
    const token = await visitor.tokenFor(priced, { nonces: await visitor.solve(priced, 1) });
    for (let turn = 0; turn < 10; turn++) await expectWork(token, 'proof-short');
  });

  it('is what a challenge that asks for more pieces meets', async () => {
    const raised = resignChallenge(await visitor.challenge(), { puz: { alg: 'hashwx-1', p: 2, k: 8 } });
    const nonces = await visitor.solve(raised);
    await expectWork(await visitor.tokenFor(raised, { nonces: nonces.slice(0, 7) }), 'proof-short');
    expect(permitOf(await gate.admit(facts(await visitor.tokenFor(raised, { nonces })))).phone).toBe(DE_PHONE);
  });
});

describe('the lifetime of a challenge', () => {
  const withTimes = async (iat: number) => {
    const challenge = await visitor.challenge();
    return visitor.tokenFor(resignChallenge(challenge, { iat, exp: iat + 900 }));
  };

  it('may begin up to 60 s ahead, and not 61', async () => {
    expect(permitOf(await gate.admit(facts(await withTimes(clock.nowSec + 60)))).phone).toBe(DE_PHONE);
    expect(refused(await gate.admit(facts(await withTimes(clock.nowSec + 61)))).code).toBe('challenge-early');
  });

  it('ends with its 900th second, by the server’s clock', async () => {
    const [last, over] = [await visitor.token(), await visitor.token()];
    const iat = iatOf(String(readJws(over).payload['cha']));
    clock.nowMs = (iat + 899) * 1_000 + 999;
    expect(permitOf(await gate.admit(facts(last))).phone).toBe(DE_PHONE);
    clock.nowMs = (iat + 900) * 1_000;
    expect(refused(await gate.admit(facts(over))).code).toBe('challenge-expired');
  });
});

describe('the cost statement', () => {
  it('says what was proven, what the text costs and how full its pool was', async () => {
    permitOf(await gate.admit(facts(await visitor.token({ phone: OTHER_DE_PHONE }), { phone: OTHER_DE_PHONE })));
    const { cost } = await gate.admit(facts(await visitor.token()));
    expect(cost.work).toMatchObject({ hashes: 4 });
    expect(cost.work?.assumptions.length).toBeGreaterThan(0);
    expect(cost.price).toMatchObject({ prefix: '49' });
    expect(cost.price?.asOf).toMatch(/^\d{4}-\d{2}/);
    // Of $50 a day 15 % may be out unverified, a third of it in an hour, and cold devices fill 90 % of that.
    expect(cost.exposure).toEqual({
      pool: 'pool:DE',
      usedMicroUsd: cost.price?.microUsd,
      limitMicroUsd: 2_250_000,
      heat: 0,
    });
  });
});
