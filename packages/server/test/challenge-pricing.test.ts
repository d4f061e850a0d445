import { beforeEach, describe, expect, it } from 'vitest';
import { bindDst, hs256, readJws, resignChallenge, subkey } from './support/raw-wire.js';
import {
  createTestGate,
  DE_PHONE,
  facts,
  ORIGIN,
  OTHER_DE_PHONE,
  OTHER_ORIGIN,
  permitOf,
  US_PHONE,
} from './support/test-gate.js';
import { type Asked, Visitor } from './support/visitor.js';

const { gate, clock, store } = createTestGate();
const visitor = await Visitor.at(gate);
const payloadOf = (challenge: string) => readJws(challenge).payload;

// A permit that nobody claimed for so long leaves its number as it was.
beforeEach(() => clock.advanceSec(120));

async function refusedWith(asked: Asked): Promise<[number, unknown]> {
  const response = await visitor.ask(asked);
  return [response.status, ((await response.json()) as { code: unknown }).code];
}

describe('a new challenge', () => {
  it('says what it is for, from the server’s own mind', async () => {
    const { jti, ...payload } = payloadOf(
      await visitor.challenge({ phone: undefined, origin: OTHER_ORIGIN, channel: 'voice' }),
    );
    expect(jti).toMatch(/^[\w-]{22}$/);
    expect(payload).toEqual({
      v: 1,
      site: 'shop',
      act: 'signup',
      chn: 'voice',
      org: OTHER_ORIGIN,
      iat: clock.nowSec,
      exp: clock.nowSec + 900,
      puz: { alg: 'hashwx-1', p: 2, k: 2 },
    });
  });

  it('says in the answer how long it lives from now', async () => {
    expect(await (await visitor.ask()).json()).toMatchObject({ expiresInSec: 900 });
    const challenge = await visitor.challenge();
    clock.advanceSec(600);
    expect(await (await visitor.ask({ challenge })).json()).toMatchObject({ expiresInSec: 300 });
  });

  it('has a jti that never comes twice', async () => {
    const some = await Promise.all(Array.from({ length: 40 }, () => visitor.challenge()));
    expect(new Set(some.map((challenge) => payloadOf(challenge)['jti'])).size).toBe(40);
  });

  it('writes nothing into the store', () => {
    expect(store.calls).toEqual([]);
  });
});

describe('pricing', () => {
  it('keeps jti, times, site, action, channel, origin and puzzle, and sets dst', async () => {
    const plain = await visitor.challenge({ phone: undefined });
    clock.advanceSec(100);
    const { dst, ...priced } = payloadOf(await visitor.challenge({ challenge: plain }));
    expect(priced).toEqual(payloadOf(plain));
    expect(Buffer.from(String(dst), 'base64url')).toHaveLength(24);
  });

  it('binds as the design writes it down: another program’s dst is taken too', async () => {
    const plain = await visitor.challenge({ phone: undefined });
    const dst = bindDst('k2', String(payloadOf(plain)['jti']), DE_PHONE);
    const token = await visitor.tokenFor(resignChallenge(plain, { dst }));
    expect(permitOf(await gate.admit(facts(token))).phone).toBe(DE_PHONE);
  });

  it('again replaces dst, so a corrected number loses no finished piece', async () => {
    const first = await visitor.challenge({ phone: OTHER_DE_PHONE });
    const nonces = await visitor.solve(first);
    const second = await visitor.challenge({ challenge: first, phone: DE_PHONE });
    expect({ ...payloadOf(second), dst: 0 }).toEqual({ ...payloadOf(first), dst: 0 });
    const token = await visitor.tokenFor(second, { nonces });
    expect(await gate.admit(facts(token, { phone: OTHER_DE_PHONE }))).toMatchObject({ code: 'number-mismatch' });
    expect(permitOf(await gate.admit(facts(token))).phone).toBe(DE_PHONE);
  });

  it('of one number twice shows two values: nobody can compare them', async () => {
    const challenge = await visitor.challenge();
    const again = await visitor.challenge({ challenge });
    expect(payloadOf(again)['dst']).not.toBe(payloadOf(challenge)['dst']);
  });

  it('without a number leaves the one that is bound', async () => {
    const challenge = await visitor.challenge();
    expect(payloadOf(await visitor.challenge({ challenge, phone: undefined }))).toEqual(payloadOf(challenge));
  });

  it('reads a national number with the country shown beside it', async () => {
    const challenge = await visitor.challenge({ phone: '0151 12345678', country: 'DE' });
    expect(permitOf(await gate.admit(facts(await visitor.tokenFor(challenge)))).phone).toBe(DE_PHONE);
    expect(await refusedWith({ phone: '0151 12345678' })).toEqual([400, 'number-invalid']);
  });

  it('answers every valid number in the same shape, also those that are refused later', async () => {
    const phones = [DE_PHONE, US_PHONE, '+998901234567', '+19002345678', '+8816123456789', '+499999999999'];
    const answers = await Promise.all(
      phones.map(async (phone) => {
        const response = await visitor.ask({ phone });
        const body = (await response.json()) as { challenge: string; expiresInSec: number };
        const { payload } = readJws(body.challenge);
        const headers = Object.fromEntries(response.headers);
        return {
          status: response.status,
          headers,
          members: Object.keys(body),
          length: body.challenge.length,
          puz: payload['puz'],
        };
      }),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('does not tell a number that was texted from one that was not', async () => {
    const text = await visitor.token({ phone: US_PHONE });
    permitOf(await gate.admit(facts(text, { phone: US_PHONE })));
    const shapes = await Promise.all(
      [US_PHONE, '+14155552671'].map(async (phone) => {
        const { challenge, ...rest } = (await (await visitor.ask({ phone })).json()) as { challenge: string };
        return { rest, length: challenge.length, puz: payloadOf(challenge)['puz'] };
      }),
    );
    expect(shapes[0]).toEqual(shapes[1]);
  });
});

describe('pricing refuses', () => {
  it('an expired challenge', async () => {
    const challenge = await visitor.challenge();
    clock.advanceSec(899);
    expect((await visitor.ask({ challenge })).status).toBe(200);
    clock.advanceSec(1);
    expect(await refusedWith({ challenge })).toEqual([403, 'token-expired']);
  });

  it('a forged one', async () => {
    const { header, payload } = readJws(await visitor.challenge());
    const challenge = hs256(header, { ...payload, puz: { alg: 'hashwx-1', p: 1, k: 1 } }, new Uint8Array(32));
    expect(await refusedWith({ challenge })).toEqual([403, 'token-invalid']);
  });

  it('another action’s, channel’s or origin’s', async () => {
    const challenge = await visitor.challenge();
    for (const other of [{ action: 'login' }, { channel: 'voice' }, { origin: OTHER_ORIGIN }]) {
      expect(await refusedWith({ challenge, ...other })).toEqual([403, 'token-invalid']);
    }
    expect((await visitor.ask({ challenge, origin: ORIGIN })).status).toBe(200);
  });

  it.each<[string, object]>([
    ['another site’s', { site: 'other' }],
    ['one from the future', { iat: 4e9, exp: 4e9 + 900 }],
    ['one with less work', { puz: { alg: 'hashwx-1', p: 2, k: 1 } }],
    ['one with another p', { puz: { alg: 'hashwx-1', p: 1, k: 2 } }],
    ['one of a puzzle that the gate does not hand out', { puz: { alg: 'argon2id-1', p: 2, k: 2 } }],
    ['one of an unknown puzzle', { puz: { alg: 'md5-1', p: 2, k: 2 } }],
  ])('%s, although the key is ours', async (_, change) => {
    const challenge = resignChallenge(await visitor.challenge(), { ...change });
    expect(await refusedWith({ challenge })).toEqual([403, 'token-invalid']);
  });

  it('a token, a sealed permit and a challenge signed with the permit’s key', async () => {
    const challenge = await visitor.challenge();
    const { header, payload } = readJws(challenge);
    const sealed = await permitOf(await gate.admit(facts(await visitor.token()))).seal();
    const wrong = [
      hs256(header, payload, subkey('k2', 'permit')),
      sealed,
      challenge.replaceAll('.', '..'),
      `${challenge}\n`,
      `${challenge}=`,
    ];
    for (const text of wrong) expect(await refusedWith({ challenge: text })).toEqual([403, 'token-invalid']);
  });
});
