import { createHash } from 'node:crypto';
import type { AdmitClaim, NumberKeys } from '../../../src/store.js';

/** What a test says of an admission; all else is new each time. */
export interface Asked {
  readonly jti?: string;
  readonly redeemedUntilMs?: number;
  /** The site's key; the same word is the same value. */
  readonly idempotency?: string;
  /** A number's name. */
  readonly number?: string;
  /** How many times the key of numbers has changed before. */
  readonly epoch?: number;
  /** A device's name. */
  readonly device?: string;
  readonly microUsd?: number;
  readonly controlsVersion?: number;
  readonly isSecondCall?: boolean;
  readonly isShadow?: boolean;
  readonly alias?: string;
}

let lastId = 0;

/** An id as the wire has them: 16 bytes as base64url. */
export function freshId(): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32BE(++lastId);
  return bytes.toString('base64url');
}

export function freshName(what: string): string {
  return `${what} ${++lastId}`;
}

/** The keys a number goes by in an epoch: that of now, and the two before. */
export function numberKeys(name: string, epoch = 0): NumberKeys {
  const key = (at: number) => hash(`number ${name} in ${at}`);
  return [key(epoch), key(epoch - 1), key(epoch - 2)];
}

/** The claim of one admission; its redemption may be forgotten 16 minutes after `nowMs`, as that of a new challenge. */
export function claimOf(nowMs: number, asked: Asked): AdmitClaim {
  const { number = freshName('number'), device = freshName('device'), microUsd = 100 } = asked;
  return {
    jti: asked.jti ?? freshId(),
    redeemedUntilMs: asked.redeemedUntilMs ?? nowMs + 960_000,
    idempotency: asked.idempotency === undefined ? undefined : hash(asked.idempotency),
    permit: { pid: freshId(), action: 'signup', channel: 'sms', segments: 2, microUsd },
    number: numberKeys(number, asked.epoch),
    device: hash(device),
    controlsVersion: asked.controlsVersion ?? 0,
    isSecondCall: asked.isSecondCall ?? false,
    ...(asked.isShadow !== undefined && { isShadow: asked.isShadow }),
    ...(asked.alias !== undefined && { alias: asked.alias }),
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
