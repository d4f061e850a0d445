import { checkProof, decodeToken, deviceThumbprint, findPuzzle, type Challenge, type Token } from '@tollgate/core';
import { open, sha256 } from './challenge-server.js';

/** Reads a token as a server does: shape, proof, signature. Throws at the first fault. */
export async function verifyToken(text: string): Promise<{ token: Token; challenge: Challenge }> {
  const decoded = decodeToken(text);
  if (!decoded.ok) throw new Error(decoded.code);
  const { token, signature, signingInput } = decoded.value;
  const challenge = open(token.challenge);
  const { puzzle, jti } = challenge;
  const row = findPuzzle(puzzle.alg)!;
  const subject = { jti, thumbprint: await deviceThumbprint(token.deviceKey, sha256) };
  const fault = await checkProof({ row, spec: puzzle, subject, nonces: token.nonces, sha256 });
  if (fault) throw new Error(fault);
  if (token.nonces.length !== puzzle.k) throw new Error('proof-short');
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await crypto.subtle.importKey('jwk', { ...token.deviceKey }, curve, false, ['verify']);
  const signed = await crypto.subtle.verify({ ...curve, hash: 'SHA-256' }, key, signature, signingInput);
  if (!signed) throw new Error('signature-wrong');
  return { token, challenge };
}
