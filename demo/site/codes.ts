import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** A code that is on its way. Its digits are not in here, only their keyed hash. */
export interface PendingCode {
  readonly channel: 'sms' | 'mail';
  /** E.164 or an e-mail address. */
  readonly address: string;
  readonly hash: Buffer;
  readonly expiresAtMs: number;
  triesLeft: number;
}

export type CodeCheck = 'right' | 'wrong' | 'spent';

const LIFETIME_MS = 5 * 60_000;
const TRIES = 5;

export const newCode = () => String(randomInt(1_000_000)).padStart(6, '0');

/** Keeps and checks codes. The key dies with the process, and with it what a copy of its memory could be used for. */
export class Codes {
  readonly #key = randomBytes(32);

  keep(code: string, to: Pick<PendingCode, 'channel' | 'address'>): PendingCode {
    return { ...to, hash: this.#hash(code, to.address), expiresAtMs: Date.now() + LIFETIME_MS, triesLeft: TRIES };
  }

  /** Counts the try before it looks, so that many at once are no more tries than one after another. */
  check(pending: PendingCode, code: string): CodeCheck {
    if (pending.triesLeft <= 0 || pending.expiresAtMs < Date.now()) return 'spent';
    pending.triesLeft -= 1;
    if (timingSafeEqual(this.#hash(code, pending.address), pending.hash)) {
      pending.triesLeft = 0;
      return 'right';
    }
    return pending.triesLeft === 0 ? 'spent' : 'wrong';
  }

  #hash(code: string, address: string): Buffer {
    return createHmac('sha256', this.#key).update(`${address}\n${code}`).digest();
  }
}
