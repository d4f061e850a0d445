import { createHmac, hkdfSync, webcrypto } from 'node:crypto';

/** JSON members as an attacker edits them: no codec of ours checks what goes in. */
export type Members = Record<string, unknown>;

/** One change to a JWS before it is signed again. */
export interface Change {
  header?: (header: Members) => Members;
  payload?: (payload: Members) => Members;
}

export function readJws(jws: string): { header: Members; payload: Members } {
  const [header = '', payload = ''] = jws.split('.');
  return { header: parse(header), payload: parse(payload) };
}

/** Changes a token and signs it again with the device's own key. */
export async function forgeToken(token: string, { privateKey }: CryptoKeyPair, change: Change): Promise<string> {
  return signWith(token, change, async (input) => {
    const ecdsa = { name: 'ECDSA', hash: 'SHA-256' };
    return Buffer.from(await webcrypto.subtle.sign(ecdsa, privateKey, input));
  });
}

/** Changes a challenge and signs it again with the subkey of a server's secret. */
export function forgeChallenge(challenge: string, secret: string, change: Change): Promise<string> {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'tollgate/1 challenge', 32));
  return signWith(challenge, change, (input) => createHmac('sha256', key).update(input).digest());
}

/** Sets, or with `undefined` removes, one member. */
export function withMember(name: string, value: unknown): (members: Members) => Members {
  return (members) => {
    if (value !== undefined) return { ...members, [name]: value };
    return Object.fromEntries(Object.entries(members).filter(([key]) => key !== name));
  };
}

/** The text of a payload as it stands, for members that no object can hold twice. */
export async function forgeTokenText(
  token: string,
  { privateKey }: CryptoKeyPair,
  change: (payload: string) => string,
): Promise<string> {
  const [header = '', payload = ''] = token.split('.');
  const input = `${header}.${encode(change(Buffer.from(payload, 'base64url').toString()))}`;
  const ecdsa = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = await webcrypto.subtle.sign(ecdsa, privateKey, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

export async function newDeviceKey(): Promise<CryptoKeyPair> {
  const p256 = { name: 'ECDSA', namedCurve: 'P-256' };
  return await webcrypto.subtle.generateKey(p256, true, ['sign', 'verify']);
}

export async function publicJwk({ publicKey }: CryptoKeyPair): Promise<Members> {
  const { kty, crv, x, y } = await webcrypto.subtle.exportKey('jwk', publicKey);
  return { kty, crv, x, y };
}

async function signWith(
  jws: string,
  change: Change,
  sign: (input: Buffer) => Buffer | Promise<Buffer>,
): Promise<string> {
  const { header, payload } = readJws(jws);
  const changed = [change.header?.(header) ?? header, change.payload?.(payload) ?? payload];
  const input = changed.map((part) => encode(JSON.stringify(part))).join('.');
  return `${input}.${(await sign(Buffer.from(input))).toString('base64url')}`;
}

function parse(part: string): Members {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Members;
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
