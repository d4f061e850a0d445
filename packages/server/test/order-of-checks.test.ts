import type { Code } from '@tollgate/core';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../src/facts.js';
import { type Json, readJws, resignChallenge } from './support/raw-wire.js';
import { createTestGate, facts, OTHER_DE_PHONE, OTHER_ORIGIN, WAYS } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

/** One thing wrong with a token: where it is changed, and the code it is refused with. */
interface Fault {
  readonly code: Code;
  readonly text?: (token: string) => string;
  readonly header?: Json;
  readonly payload?: Json;
  readonly challenge?: Json;
  readonly forged?: true;
  readonly proof?: true;
  readonly signature?: true;
  readonly facts?: Partial<Facts>;
}

const { gate, store, clock } = createTestGate();
const visitor = await Visitor.at(gate);
const now = clock.nowSec;

/** In the order of checks of the design: cheap ones first, and nothing dear before its cheaper neighbours. */
const FAULTS: readonly Fault[] = [
  { code: 'action-unknown', facts: { action: 'evil' } },
  { code: 'origin-refused', facts: { origin: 'https://evil.example' } },
  { code: 'token-too-long', text: (token) => token + 'A'.repeat(4_096) },
  { code: 'token-encoding-invalid', text: (token) => `${token}=` },
  { code: 'token-header-invalid', header: { alg: 'none' } },
  { code: 'device-key-invalid', header: { jwk: { kty: 'EC', crv: 'P-384', x: '', y: '' } } },
  { code: 'token-payload-invalid', payload: { phone: '+4915112345678' } },
  { code: 'token-version-unsupported', payload: { v: 2 } },
  { code: 'proof-malformed', payload: { prf: 'AAA' } },
  { code: 'signals-invalid', payload: { sig: { tier: 'known' } } },
  { code: 'extension-invalid', payload: { ext: [] } },
  { code: 'challenge-forged', forged: true },
  { code: 'challenge-expired', challenge: { iat: now - 900, exp: now } },
  { code: 'site-mismatch', challenge: { site: 'other' } },
  { code: 'action-mismatch', facts: { action: 'login' } },
  { code: 'channel-mismatch', facts: { channel: 'voice' } },
  { code: 'origin-mismatch', facts: { origin: OTHER_ORIGIN } },
  { code: 'work-out-of-bounds', challenge: { puz: { alg: 'hashwx-1', p: 2, k: 1 } } },
  { code: 'number-mismatch', facts: { phone: OTHER_DE_PHONE } },
  { code: 'proof-wrong', proof: true },
  { code: 'signature-wrong', signature: true },
  { code: 'client-data-mismatch', facts: { cd: 'cart 7' } },
];

async function judged(faults: readonly Fault[]) {
  const merged = (part: 'header' | 'payload' | 'challenge') =>
    Object.assign({}, ...faults.map((fault) => fault[part] ?? {})) as Json;
  let challenge = resignChallenge(await visitor.challenge(), merged('challenge'));
  if (faults.some(({ forged }) => forged)) challenge = flipLastByte(challenge);
  const nonces = await visitor.solve(challenge);
  if (faults.some(({ proof }) => proof))
    nonces[nonces.length - 1] = await visitor.losingNonce(challenge, nonces.length - 1);
  const good = await visitor.tokenFor(challenge, { nonces });
  let token = await visitor.resign(good, { header: merged('header'), payload: merged('payload') });
  if (faults.some(({ signature }) => signature)) token = flipLastByte(token);
  for (const { text } of faults) token = text?.(token) ?? token;
  // Of two faults in one member of the facts, the earlier one is what the caller said.
  const changed = Object.assign({}, ...[...faults].reverse().map((fault) => fault.facts ?? {})) as Partial<Facts>;
  return gate.admit(facts(token, changed));
}

function flipLastByte(jws: string): string {
  const at = jws.lastIndexOf('.') + 1;
  const bytes = Buffer.from(jws.slice(at), 'base64url');
  bytes[bytes.length - 1]! ^= 1;
  return jws.slice(0, at) + bytes.toString('base64url');
}

describe('the order of checks', () => {
  it('lets a token without any of these faults pass', async () => {
    expect(await judged([])).toMatchObject({ kind: 'allow' });
    expect(store.calls).toEqual(['admit']);
  });

  it.each(FAULTS)('$code: is what a token with this fault alone is refused with', async (fault) => {
    store.calls.length = 0;
    expect(await judged([fault])).toMatchObject({ kind: 'deny', code: fault.code, reasons: [fault.code] });
    expect(store.calls).toEqual([]);
  });

  it.each(FAULTS.slice(0, -1).map((fault, at) => [fault.code, fault, FAULTS.slice(at + 1)] as const))(
    '%s: comes before everything that is checked later',
    async (code, fault, later) => {
      store.calls.length = 0;
      for (const other of later) {
        expect.soft(await judged([fault, other]), `with ${other.code}`).toMatchObject({ kind: 'deny', code });
      }
      expect(store.calls).toEqual([]);
    },
  );

  it('refuses a token with every fault at once by the first', async () => {
    for (let at = 0; at < FAULTS.length; at++) {
      expect(await judged(FAULTS.slice(at))).toMatchObject({ code: FAULTS[at]!.code });
    }
  });

  it('stops at the first wrong piece, and looks at the signature only after the proof', async () => {
    const challenge = await visitor.challenge();
    const nonces = await Promise.all([0, 1].map((piece) => visitor.losingNonce(challenge, piece)));
    const { header, payload } = readJws(await visitor.tokenFor(challenge, { nonces }));
    const token = flipLastByte(await visitor.signed(header, payload));
    expect(await gate.admit(facts(token))).toMatchObject({ code: 'proof-wrong' });
  });

  it('asks for more work only once the signature held', async () => {
    const challenge = await visitor.challenge({ phone: undefined });
    for (const nonces of [await visitor.solve(challenge), await visitor.solve(challenge, 1)]) {
      const forged = flipLastByte(await visitor.tokenFor(challenge, { nonces }));
      expect(await gate.admit(facts(forged))).toMatchObject({ kind: 'deny', code: 'signature-wrong' });
    }
  });

  it('shows other ways to people, and none to who sends what was tampered with', async () => {
    expect(await gate.admit(facts(undefined))).toMatchObject({ kind: 'step-up', ways: WAYS });
    const tampered = await judged(FAULTS.slice(3));
    expect(tampered).toMatchObject({ kind: 'deny' });
    expect(tampered).not.toHaveProperty('ways');
  });

  it('refuses facts that are wrong before anything else', async () => {
    const all = facts('x', { action: 'evil', origin: 'https://evil.example', segments: 0 });
    expect(await gate.admit(all)).toMatchObject({ code: 'facts-invalid', reasons: ['facts-invalid', 'segments'] });
  });

  it('says that a token is missing only where the form is the site’s own', async () => {
    expect(await gate.admit(facts(undefined, { action: 'evil' }))).toMatchObject({ code: 'action-unknown' });
    expect(await gate.admit(facts(undefined, { origin: 'null' }))).toMatchObject({ code: 'origin-refused' });
    expect(await gate.admit(facts(undefined, { phone: 'x' }))).toMatchObject({ code: 'token-missing' });
  });
});
