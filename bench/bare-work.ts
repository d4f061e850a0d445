import { createPublicKey, verify } from 'node:crypto';

/** What is left of a challenge's request without the gate: the bytes in, some bytes out. */
export async function answerBare(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const body = await request.text();
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', vary: 'Origin' };
  return new Response(`${pathname}${body}`.padEnd(450), { headers });
}

/** What is left of an admission without the gate and the puzzle: the device's key read, its signature verified. */
export function verifyBare(token: string): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const { jwk } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { jwk: JsonWebKey };
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  const data = Buffer.from(`${header}.${payload}`);
  return verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}
