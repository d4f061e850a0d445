import { describe, expect, it } from 'vitest';
import { createKeyring } from '../src/keyring.js';
import { primitives } from '../src/primitives/node.js';
import { base64url, hs256, readJws, resignChallenge, signingInputOf, subkey } from './support/raw-wire.js';
import { createTestGate, facts, permitOf, refused, RETIRED, SECRETS } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

describe('a keyring', () => {
  const keyring = createKeyring(SECRETS, primitives);

  it('derives HKDF-SHA-256 subkeys with an empty salt and info "tollgate/1 <purpose>"', async () => {
    for (const { kid } of SECRETS) {
      for (const purpose of ['challenge', 'dst', 'permit'] as const) {
        expect(await keyring.key(kid, purpose)).toEqual(subkey(kid, purpose));
      }
    }
  });

  it('has another key for each purpose and each secret', async () => {
    const keys = await Promise.all(
      SECRETS.flatMap(({ kid }) => (['challenge', 'dst', 'permit'] as const).map((use) => keyring.key(kid, use)!)),
    );
    expect(new Set(keys.map(base64url)).size).toBe(6);
  });

  it('has none for a kid that is not listed, not even one that every object has', () => {
    for (const kid of [RETIRED.kid, '', 'K2', '__proto__', 'constructor', 'toString']) {
      expect(keyring.key(kid, 'challenge')).toBeUndefined();
    }
  });

  it('takes a text and its UTF-8 bytes for the same secret', async () => {
    const secret = 'grüße, zweiunddreißig Bytes sind es';
    const asText = createKeyring([{ kid: 'a', secret }], primitives);
    const asBytes = createKeyring([{ kid: 'a', secret: new TextEncoder().encode(secret) }], primitives);
    expect(await asText.key('a', 'dst')).toEqual(await asBytes.key('a', 'dst'));
  });
});

describe('rotating secrets', () => {
  it('signs with the first', async () => {
    const visitor = await Visitor.at(createTestGate().gate);
    expect(readJws(await visitor.challenge()).header).toEqual({
      alg: 'HS256',
      kid: 'k2',
      typ: 'tollgate-challenge+jwt',
    });
  });

  it('accepts what any listed secret signed and bound', async () => {
    const { gate } = createTestGate();
    const before = createTestGate({ secrets: [SECRETS[1]] });
    const visitor = await Visitor.at(before.gate);
    const token = await visitor.token();
    expect(readJws(String(readJws(token).payload['cha'])).header['kid']).toBe('k1');
    expect(permitOf(await gate.admit(facts(token))).action).toBe('signup');
  });

  it('prices an older secret’s challenge with the first', async () => {
    const { gate } = createTestGate();
    const visitor = await Visitor.at(createTestGate({ secrets: [SECRETS[1]] }).gate);
    const old = await visitor.challenge({ phone: undefined });
    const priced = await visitor.visit(gate).challenge({ challenge: old });
    expect(readJws(priced).header['kid']).toBe('k2');
    expect(permitOf(await gate.admit(facts(await visitor.tokenFor(priced)))).action).toBe('signup');
  });

  it('refuses a retired secret: challenge-key-unknown', async () => {
    const { gate, store } = createTestGate();
    const before = createTestGate({ secrets: [RETIRED] });
    const visitor = await Visitor.at(before.gate);
    const token = await visitor.token();
    expect(refused(await gate.admit(facts(token)))).toMatchObject({ kind: 'deny', code: 'challenge-key-unknown' });
    expect(store.calls).toEqual([]);
    expect((await visitor.visit(gate).ask({ challenge: await visitor.challenge() })).status).toBe(403);
  });

  it('refuses a listed kid over a retired secret’s signature: challenge-forged', async () => {
    const { gate, store } = createTestGate();
    const visitor = await Visitor.at(gate);
    const { header, payload } = readJws(await visitor.challenge());
    const forged = hs256(header, payload, subkey('k0', 'challenge'));
    expect(refused(await gate.admit(facts(await visitor.tokenFor(forged)))).code).toBe('challenge-forged');
    expect(store.calls).toEqual([]);
  });

  it.each(['dst', 'permit'] as const)('refuses a challenge signed with the %s subkey', async (purpose) => {
    const { gate } = createTestGate();
    const visitor = await Visitor.at(gate);
    const { header, payload } = readJws(await visitor.challenge());
    const forged = hs256(header, payload, subkey('k2', purpose));
    expect(refused(await gate.admit(facts(await visitor.tokenFor(forged)))).code).toBe('challenge-forged');
  });

  it('refuses a number bound under another listed kid than the one that signed', async () => {
    const { gate } = createTestGate();
    const visitor = await Visitor.at(gate);
    const moved = resignChallenge(await visitor.challenge(), {}, 'k1');
    expect(refused(await gate.admit(facts(await visitor.tokenFor(moved)))).code).toBe('number-mismatch');
  });

  it('refuses a challenge without a signature, or with the raw secret’s', async () => {
    const { gate } = createTestGate();
    const visitor = await Visitor.at(gate);
    const { header, payload } = readJws(await visitor.challenge());
    const raw = hs256(header, payload, new TextEncoder().encode(SECRETS[0].secret));
    const zeros = `${signingInputOf(header, payload)}.${base64url(new Uint8Array(32))}`;
    for (const challenge of [raw, zeros]) {
      expect(refused(await gate.admit(facts(await visitor.tokenFor(challenge)))).code).toBe('challenge-forged');
    }
  });
});
