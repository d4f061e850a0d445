import { CHALLENGE_TYPE, type Code, encodeBase64url, PUZZLES, type Token, TOKEN_TYPE } from '@tollgate/core';
import { judge } from '../admit.js';
import type { Facts } from '../facts.js';
import type { GateContext } from '../gate-context.js';
import type { Canary } from './canary.js';
import { type CanaryVisitor, type ChallengeChange, type Part, unsignedJws } from './canary-visitor.js';
import { neighbourOf } from './home.js';

/** What a visitor sends in one scene. */
type Sending = (visitor: CanaryVisitor, context: GateContext) => Facts | Promise<Facts>;

/** The canaries of one code. */
export type CanariesOf = (visitor: CanaryVisitor) => readonly Canary[];

/** A request that is judged from its first byte on. */
export function sends(code: Code, send: Sending, more: Omit<Canary, 'code' | 'show'> = {}): CanariesOf {
  return (visitor) => {
    const show = async () => {
      const { context } = visitor.site.scene();
      const { verdict } = await judge(context, {}, await send(visitor, context));
      return verdict;
    };
    return [{ code, ...more, show }];
  };
}

/** Token texts that are no tokens: nothing of them is computed. */
export const TEXTS = {
  'token-missing': sends('token-missing', (visitor) => visitor.facts(undefined)),
  'token-too-long': sends('token-too-long', (visitor) => visitor.facts('A'.repeat(4_097))),
  'token-encoding-invalid': sends('token-encoding-invalid', (visitor) => visitor.facts('!')),
} as const;

function ofToken(code: Code, change: { header?: Part; payload?: Part }): CanariesOf {
  return sends(code, async (visitor, context) => {
    const header = { alg: 'ES256', typ: TOKEN_TYPE, jwk: visitor.jwk, ...change.header };
    const payload = { v: 1, cha: await visitor.challenge(context), prf: 'AAAAAAAAAAA', sig: {}, ...change.payload };
    return visitor.facts(unsignedJws(header, payload, 64));
  });
}

/** One member of a token each. */
export const TOKENS = {
  'token-header-invalid': ofToken('token-header-invalid', { header: { alg: 'none' } }),
  'device-key-invalid': ofToken('device-key-invalid', { header: { jwk: {} } }),
  'token-payload-invalid': ofToken('token-payload-invalid', { payload: { phone: '' } }),
  'token-version-unsupported': ofToken('token-version-unsupported', { payload: { v: 2 } }),
  'proof-malformed': ofToken('proof-malformed', { payload: { prf: 'AA' } }),
  'signals-invalid': ofToken('signals-invalid', { payload: { sig: null } }),
  'client-data-invalid': ofToken('client-data-invalid', { payload: { cd: '' } }),
  'extension-invalid': ofToken('extension-invalid', { payload: { ext: '' } }),
  'challenge-encoding-invalid': ofToken('challenge-encoding-invalid', { payload: { cha: '!' } }),
} as const;

/** A challenge that the gate never signed so, in a token that is otherwise in order. */
function ofForgery(code: Code, change: { header?: Part; payload?: Part }): CanariesOf {
  return sends(code, async (visitor, context) => {
    const challenge = await visitor.unsigned(context, undefined);
    const { site, action, channel, origin, iatSec, expSec, jti, puzzle } = challenge;
    const header = { alg: 'HS256', kid: context.keyring.signingKid, typ: CHALLENGE_TYPE, ...change.header };
    const named = { v: 1, site, act: action, chn: channel, org: origin, iat: iatSec, exp: expSec };
    const payload = { ...named, jti: encodeBase64url(jti), puz: puzzle, ...change.payload };
    return visitor.facts(await visitor.token(context, unsignedJws(header, payload, 32), { nonces: [] }));
  });
}

export const FORGERIES = {
  'challenge-header-invalid': ofForgery('challenge-header-invalid', { header: { alg: 'none' } }),
  'challenge-payload-invalid': ofForgery('challenge-payload-invalid', { payload: { tier: 'known' } }),
  'challenge-version-unsupported': ofForgery('challenge-version-unsupported', { payload: { v: 2 } }),
  'challenge-key-unknown': ofForgery('challenge-key-unknown', { header: { kid: 'unknown' } }),
  'challenge-forged': ofForgery('challenge-forged', {}),
} as const;

/** A challenge that the gate signed, for another time or purpose. */
function ofChallenge(code: Code, change: ChallengeChange): CanariesOf {
  return sends(code, async (visitor, context) => {
    const challenge = await visitor.challenge(context, visitor.site.home, change);
    return visitor.facts(await visitor.token(context, challenge, { nonces: [] }));
  });
}

const aged =
  (seconds: number): ChallengeChange =>
  (challenge) => ({ ...challenge, iatSec: challenge.iatSec + seconds, expSec: challenge.expSec + seconds });

export const CHALLENGES = {
  'challenge-early': ofChallenge('challenge-early', aged(61)),
  'challenge-expired': ofChallenge('challenge-expired', aged(-900)),
  'site-mismatch': ofChallenge('site-mismatch', (challenge) => ({ ...challenge, site: 'another' })),
  'action-mismatch': ofChallenge('action-mismatch', (challenge) => ({ ...challenge, action: 'another-action' })),
  'channel-mismatch': ofChallenge('channel-mismatch', (challenge) => ({ ...challenge, channel: 'voice' })),
  'origin-mismatch': ofChallenge('origin-mismatch', (challenge) => ({ ...challenge, origin: 'https://other.invalid' })),
  'puzzle-unknown': ofChallenge('puzzle-unknown', ({ puzzle, ...challenge }) => {
    return { ...challenge, puzzle: { ...puzzle, alg: 'none-1' } };
  }),
  'puzzle-refused': ofChallenge('puzzle-refused', ({ puzzle, ...challenge }) => {
    return { ...challenge, puzzle: { ...puzzle, alg: PUZZLES.find(({ alg }) => alg !== puzzle.alg)!.alg } };
  }),
  'work-out-of-bounds': (visitor) => [
    ...ofChallenge('work-out-of-bounds', ({ puzzle, ...challenge }) => {
      return { ...challenge, puzzle: { ...puzzle, k: puzzle.k - 1 } };
    })(visitor).map((canary) => ({ ...canary, of: 'fewer pieces' })),
    ...ofChallenge('work-out-of-bounds', ({ puzzle, ...challenge }) => {
      return { ...challenge, puzzle: { ...puzzle, p: puzzle.p - 1 } };
    })(visitor).map((canary) => ({ ...canary, of: 'smaller pieces' })),
  ],
  'number-mismatch': sends('number-mismatch', async (visitor, context) => {
    const challenge = await visitor.challenge(context, neighbourOf(visitor.site.home, 1));
    return visitor.facts(await visitor.token(context, challenge, { nonces: [] }));
  }),
} as const satisfies Record<string, CanariesOf>;

/** A proof and data over a priced challenge. Pieces that are missing are asked for last of all, so most need none. */
function ofProof(code: Code, parts: Partial<Token>, change: Partial<Facts> = {}): CanariesOf {
  return sends(code, async (visitor, context) => {
    const token = await visitor.token(context, await visitor.challenge(context), { nonces: [], ...parts });
    return visitor.facts(token, change);
  });
}

export const PROOFS = {
  'number-unpriced': sends('number-unpriced', async (visitor, context) => {
    return visitor.facts(await visitor.token(context, await visitor.unpriced(context), { nonces: [] }));
  }),
  'proof-too-long': ofProof('proof-too-long', { nonces: [0, 0, 0] }),
  'nonce-out-of-range': ofProof('nonce-out-of-range', { nonces: [1_000] }),
  'proof-wrong': sends('proof-wrong', async (visitor, context) => {
    const challenge = await visitor.challenge(context);
    const nonces = await visitor.nonces(context, challenge, false);
    return visitor.facts(await visitor.token(context, challenge, { nonces }));
  }),
  'proof-short': ofProof('proof-short', {}),
  'signature-wrong': sends('signature-wrong', async (visitor, context) => {
    const token = await visitor.token(context, await visitor.challenge(context), { nonces: [] });
    return visitor.facts(`${token.slice(0, token.lastIndexOf('.'))}.${encodeBase64url(new Uint8Array(64).fill(1))}`);
  }),
  'client-data-mismatch': ofProof('client-data-mismatch', { clientData: 'one' }, { cd: 'another' }),
} as const;
