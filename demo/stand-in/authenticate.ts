import { createHash, timingSafeEqual } from 'node:crypto';
import { type StandInAccount } from './credentials.js';

/** True when the header is Basic authentication for exactly this account. */
export function isAuthentic(authorization: string | undefined, account: StandInAccount): boolean {
  const match = /^Basic ([A-Za-z0-9+/=]+)$/.exec(authorization ?? '');
  if (!match) return false;
  const given = Buffer.from(match[1]!, 'base64');
  const right = Buffer.from(`${account.accountSid}:${account.authToken}`);
  return timingSafeEqual(sha256(given), sha256(right));
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
