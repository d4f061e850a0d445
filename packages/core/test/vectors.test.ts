import { createHash, createHmac, hkdfSync, webcrypto } from 'node:crypto';
import {
  calculateJwkThumbprint,
  compactVerify,
  EmbeddedJWK,
  type CompactVerifyResult,
  type CompactJWSHeaderParameters,
} from 'jose';
import { describe, expect, it } from 'vitest';
import {
  checkProof,
  decodeBase64url,
  decodeChallenge,
  decodeSealedPermit,
  decodeToken,
  deviceThumbprint,
  encodeBase64url,
  encodeChallenge,
  encodeProof,
  encodeSealedPermit,
  encodeToken,
  findPuzzle,
  puzzleInput,
  readDeviceJwk,
  readSignals,
  searchPiece,
  winningTarget,
  type Result,
} from '@tollgate/core';
import vectors from './vectors/wire-v1.json' with { type: 'json' };

const sha256 = (data: Uint8Array) => new Uint8Array(createHash('sha256').update(data).digest());
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const unhex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const hs256 = (keyHex: string) => (data: Uint8Array) => createHmac('sha256', unhex(keyHex)).update(data).digest();

const { keys, puzzle, challenges, tokens, permit, device } = vectors;
const row = findPuzzle(puzzle.alg)!;
const subject = { jti: unhex(puzzle.jti), thumbprint: unhex(puzzle.thumbprint) };
const winners = puzzle.pieces.map((piece) => piece.firstWinner);

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.code}`);
  return result.value;
}

function jsonOf({ payload }: CompactVerifyResult): unknown {
  return JSON.parse(Buffer.from(payload).toString());
}

describe('keys', () => {
  it.each(['challenge', 'dst', 'permit'] as const)('the subkey for %s is HKDF-SHA-256 of the secret', (purpose) => {
    const key = hkdfSync('sha256', unhex(keys.secret), new Uint8Array(), `tollgate/1 ${purpose}`, 32);
    expect(hex(new Uint8Array(key))).toBe(keys[purpose]);
  });

  it.each([
    ['challenge', challenges.priced],
    ['permit', permit],
  ])('the bound number of a %s is salt and truncated HMAC', (_, { salt, identity, dst }) => {
    const parts = [Buffer.from('tollgate/1 dst'), unhex(salt), unhex(identity), Buffer.from(vectors.number)];
    expect(dst).toBe(salt + hs256(keys.dst)(Buffer.concat(parts)).toString('hex').slice(0, 32));
  });

  it('what leaves of a visitor id is 8 bytes of a hash that the site takes part in', () => {
    const { site, visitorId, id } = vectors.visitor;
    const hash = sha256(Buffer.from(`tollgate/1 visitor${site}${visitorId}`));
    expect(encodeBase64url(hash.subarray(0, 8))).toBe(id);
    expect(tokens.whole.payload.sig.visitor.v.id).toBe(id);
  });
});

describe.each(Object.entries(challenges))('the %s challenge', (name, vector) => {
  it('decodes to its members', () => {
    const { kid, challenge, mac, signingInput } = valueOf(decodeChallenge(vector.jws));
    const { payload } = vector;
    expect(kid).toBe(keys.kid);
    expect(challenge).toEqual({
      site: payload.site,
      action: payload.act,
      channel: payload.chn,
      origin: payload.org,
      iatSec: payload.iat,
      expSec: payload.exp,
      jti: unhex(puzzle.jti),
      puzzle: payload.puz,
      dst: name === 'priced' ? unhex(challenges.priced.dst) : undefined,
    });
    expect(hex(mac)).toBe(hs256(keys.challenge)(signingInput).toString('hex'));
  });

  it('encodes again to the same bytes with the same key', async () => {
    const { kid, challenge } = valueOf(decodeChallenge(vector.jws));
    expect(await encodeChallenge(challenge, kid, hs256(keys.challenge))).toBe(vector.jws);
  });

  it('reads the same by jose', async () => {
    const verified = await compactVerify(vector.jws, unhex(keys.challenge), { algorithms: ['HS256'] });
    expect(verified.protectedHeader).toEqual(vector.header);
    expect(jsonOf(verified)).toEqual(vector.payload);
  });
});

describe('the sealed permit', () => {
  it('decodes to its members', () => {
    const decoded = valueOf(decodeSealedPermit(permit.jws));
    const { payload } = permit;
    expect(decoded.kid).toBe(keys.kid);
    expect(decoded.permit).toEqual({
      site: payload.site,
      pid: unhex(permit.identity),
      action: payload.act,
      channel: payload.chn,
      segments: payload.seg,
      dst: unhex(permit.dst),
      expSec: payload.exp,
    });
    expect(hex(decoded.mac)).toBe(hs256(keys.permit)(decoded.signingInput).toString('hex'));
  });

  it('encodes again to the same bytes with the same key', async () => {
    const decoded = valueOf(decodeSealedPermit(permit.jws));
    expect(await encodeSealedPermit(decoded.permit, decoded.kid, hs256(keys.permit))).toBe(permit.jws);
  });

  it('reads the same by jose', async () => {
    const verified = await compactVerify(permit.jws, unhex(keys.permit), { algorithms: ['HS256'] });
    expect(verified.protectedHeader).toEqual(permit.header);
    expect(jsonOf(verified)).toEqual(permit.payload);
  });

  it('is not signed by the key of challenges', async () => {
    await expect(compactVerify(permit.jws, unhex(keys.challenge))).rejects.toThrow();
  });
});

describe('the device key', () => {
  const jwk = readDeviceJwk(device.jwk)!;

  it('has the thumbprint of RFC 7638', async () => {
    expect(hex(await deviceThumbprint(jwk, sha256))).toBe(device.thumbprint);
  });

  it('has the same thumbprint by jose', async () => {
    expect(await calculateJwkThumbprint(device.jwk, 'sha256')).toBe(
      encodeBase64url(await deviceThumbprint(jwk, sha256)),
    );
  });

  it('has the same thumbprint in whatever order its members come', async () => {
    const { kty, crv, x, y } = jwk;
    expect(hex(await deviceThumbprint({ y, x, crv, kty }, sha256))).toBe(device.thumbprint);
  });
});

describe.each(Object.entries(tokens))('the token "%s"', (_, vector) => {
  const payload: { prf: string; cd?: string; ext?: object } & typeof vector.payload = vector.payload;

  it('decodes to its members', () => {
    const { token } = valueOf(decodeToken(vector.jws));
    expect(token).toEqual({
      deviceKey: device.jwk,
      challenge: payload.cha,
      nonces: payload.prf === '' ? [] : winners,
      signals: payload.sig,
      clientData: payload.cd,
      extension: payload.ext,
    });
    expect(readSignals(payload.sig)).toEqual(payload.sig);
  });

  it('encodes again to the same bytes under the frozen signature', async () => {
    const { token, signature, signingInput } = valueOf(decodeToken(vector.jws));
    let signed: Uint8Array | undefined;
    const sign = (input: Uint8Array) => {
      signed = input;
      return signature;
    };
    expect(await encodeToken(token, sign)).toBe(vector.jws);
    expect(signed).toEqual(signingInput);
  });

  it('bears a signature that WebCrypto accepts, and only over these bytes', async () => {
    const { token, signature, signingInput } = valueOf(decodeToken(vector.jws));
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const key = await webcrypto.subtle.importKey('jwk', { ...token.deviceKey }, algorithm, false, ['verify']);
    expect(await webcrypto.subtle.verify(algorithm, key, signature, signingInput)).toBe(true);
    signingInput[0]! ^= 1;
    expect(await webcrypto.subtle.verify(algorithm, key, signature, signingInput)).toBe(false);
  });

  it('reads the same by jose', async () => {
    const embedded = (header?: CompactJWSHeaderParameters) => EmbeddedJWK(header);
    const verified = await compactVerify(vector.jws, embedded, { algorithms: ['ES256'] });
    expect(verified.protectedHeader).toEqual(vector.header);
    expect(jsonOf(verified)).toEqual(vector.payload);
  });
});

describe('the puzzle', () => {
  it('asks for a hash of at most floor((2^64 - 1) / p)', () => {
    expect(winningTarget(puzzle.p)).toBe(BigInt(`0x${puzzle.target}`));
  });

  it.each(puzzle.pieces.map((piece, index) => ({ ...piece, index })))(
    'piece $index has its own input, hashes and first winner',
    async ({ index, input, hashes, firstWinner }) => {
      const bytes = await puzzleInput(subject, index, sha256);
      expect(hex(bytes)).toBe(input);
      const hash = await row.createHash(bytes, sha256);
      for (const [nonce, expected] of hashes.entries()) expect(await hash(nonce)).toBe(BigInt(`0x${expected}`));
      expect(await searchPiece({ row, input: bytes, p: puzzle.p, sha256 })).toBe(firstWinner);
    },
  );

  it('hashes the largest nonce as four bytes', async () => {
    const { input, nonce, hash } = puzzle.largestNonce;
    expect(await (await row.createHash(unhex(input), sha256))(nonce)).toBe(BigInt(`0x${hash}`));
  });

  it('accepts the winning nonces', async () => {
    const spec = challenges.priced.payload.puz;
    expect(await checkProof({ row, spec, subject, nonces: winners, sha256 })).toBeUndefined();
  });
});

describe('encodings', () => {
  it.each(vectors.proofs)('the proof $nonces is written "$prf"', ({ nonces, prf }) => {
    expect(encodeProof(nonces)).toBe(prf);
  });

  it.each(vectors.base64url.decoded)('the bytes $hex are written "$text"', ({ hex: bytes, text }) => {
    expect(encodeBase64url(unhex(bytes))).toBe(text);
    expect(hex(decodeBase64url(text)!)).toBe(bytes);
  });

  it.each(vectors.base64url.refused)('base64url is refused: $why', ({ text }) => {
    expect(decodeBase64url(text)).toBeUndefined();
  });
});
