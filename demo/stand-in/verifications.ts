import { randomInt, timingSafeEqual } from 'node:crypto';
import { newSid } from './messages-api.js';

export interface Verification {
  readonly sid: string;
  readonly serviceSid: string;
  readonly to: string;
  readonly channel: 'sms' | 'call';
  readonly code: string;
  readonly createdAtMs: number;
  sends: number;
  checks: number;
}

const LIFETIME_MS = 600_000;
const KEPT = 500;
export const MAX_SENDS = 5;
export const MAX_CHECKS = 5;

/** The verifications that are pending: one a service and number, ten minutes long, 500 at most. */
export class Verifications {
  readonly #pending = new Map<string, Verification>();

  /** The pending verification of a number, or a new one. Texting again repeats its code, as Verify does. */
  start(subject: Pick<Verification, 'serviceSid' | 'to' | 'channel'>): Verification {
    const found = this.find(subject.serviceSid, subject.to);
    if (found) {
      found.sends += 1;
      return found;
    }
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const made = { ...subject, sid: newSid('VE'), code, createdAtMs: Date.now(), sends: 1, checks: 0 };
    if (this.#pending.size >= KEPT) this.#pending.delete(this.#pending.keys().next().value ?? '');
    this.#pending.set(keyOf(subject), made);
    return made;
  }

  /** By number or by its own id; `undefined` when it is over. */
  find(serviceSid: string, toOrSid: string): Verification | undefined {
    for (const [key, one] of this.#pending) {
      if (one.createdAtMs + LIFETIME_MS < Date.now()) this.#pending.delete(key);
      else if (one.serviceSid === serviceSid && (one.to === toOrSid || one.sid === toOrSid)) return one;
    }
    return undefined;
  }

  /** Counts one try. A right code ends the verification, so it is right once. */
  check(verification: Verification, code: string): boolean {
    verification.checks += 1;
    const right = Buffer.from(verification.code);
    const given = Buffer.from(code);
    const approved = given.length === right.length && timingSafeEqual(given, right);
    if (approved) this.#pending.delete(keyOf(verification));
    return approved;
  }
}

const keyOf = (subject: Pick<Verification, 'serviceSid' | 'to'>) => `${subject.serviceSid} ${subject.to}`;
