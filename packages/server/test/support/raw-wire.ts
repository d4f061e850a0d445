import { createHmac, hkdfSync } from 'node:crypto';
import { RETIRED, SECRETS } from './test-gate.js';

/** A JWS part: an object, or JSON text for what an object literal cannot say. */
export type Part = object | string;
export type Json = Record<string, unknown>;
export type Purpose = 'challenge' | 'dst' | 'permit' | 'inbound';

/** Header and payload of any compact JWS, by Node's own decoder. */
export function readJws(text: string): { header: Json; payload: Json } {
  const [header = '', payload = ''] = text.split('.');
  return { header: jsonOf(header), payload: jsonOf(payload) };
}

export function base64url(data: string | Uint8Array): string {
  return Buffer.from(data as Uint8Array).toString('base64url');
}

export function signingInputOf(header: Part, payload: Part): string {
  return `${base64url(textOf(header))}.${base64url(textOf(payload))}`;
}

/** HKDF-SHA-256, empty salt, info `tollgate/1 <purpose>`, as the design writes it down. */
export function subkey(kid: string, purpose: Purpose): Uint8Array {
  const found = [...SECRETS, RETIRED].find((secret) => secret.kid === kid);
  if (!found) throw new Error(`no secret ${kid}`);
  return new Uint8Array(hkdfSync('sha256', found.secret, new Uint8Array(0), `tollgate/1 ${purpose}`, 32));
}

/** Signs with a server's key, whatever it says. */
export function hs256(header: Part, payload: Part, key: Uint8Array): string {
  const input = signingInputOf(header, payload);
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
}

/** The challenge with changed members, signed again with the server's key `kid`. */
export function resignChallenge(challenge: string, change: Json | Part, kid = 'k2'): string {
  const { header, payload } = readJws(challenge);
  const part = typeof change === 'string' ? change : { ...payload, ...change };
  return hs256({ ...header, kid }, part, subkey(kid, 'challenge'));
}

/** Binds a number to an id, independently of the package. */
export function bindDst(kid: string, id: string, e164: string): string {
  const salt = Buffer.alloc(8, 7);
  const mac = createHmac('sha256', subkey(kid, 'dst'))
    .update('tollgate/1 dst')
    .update(salt)
    .update(Buffer.from(id, 'base64url'))
    .update(e164)
    .digest();
  return Buffer.concat([salt, mac.subarray(0, 16)]).toString('base64url');
}

/** The object without one of its members. */
export function without(value: object, member: string): Json {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== member));
}

/** JSON text of the object with one more member written at its end, perhaps a second time. */
export function withMemberText(value: object, memberText: string): string {
  return `${JSON.stringify(value).slice(0, -1)},${memberText}}`;
}

/** The text with its last base64url character respelled: the same bytes for a lax decoder. */
export function respellLast(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + alphabet.charAt(alphabet.indexOf(text.slice(-1)) + 1);
}

function textOf(part: Part): string {
  return typeof part === 'string' ? part : JSON.stringify(part);
}

function jsonOf(part: string): Json {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;
}
