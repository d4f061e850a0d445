import { randomBytes } from 'node:crypto';
import { type InboundInvitation } from '@tollgate/server';
import { type PendingCode } from './codes.js';

export interface Invited {
  readonly invitation: InboundInvitation;
  readonly phone: string;
  readonly country: string | undefined;
}

export interface Session {
  readonly id: string;
  usedAtMs: number;
  /** Form nonces, newest last, and whether a text went out under each. */
  readonly nonces: Map<string, 'open' | 'sent'>;
  pending?: PendingCode;
  /** When the next text to the number of `pending` is possible. */
  resendAtMs?: number;
  /** What somebody was shown who may text the shop, and the number that they typed. */
  invited?: Invited;
  /** The account that is signed in. */
  account?: string;
  mails: number;
}

const KEPT = 5_000;
const NONCES_KEPT = 16;
const IDLE_MS = 30 * 60_000;

const randomId = () => randomBytes(18).toString('base64url');

/** Sessions in memory, 5,000 at most: the one unused for longest gives way. A real shop has a store for this. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  create(): Session {
    if (this.#sessions.size >= KEPT) this.#sessions.delete(this.#sessions.keys().next().value ?? '');
    const session: Session = { id: randomId(), usedAtMs: Date.now(), nonces: new Map(), mails: 0 };
    this.#sessions.set(session.id, session);
    return session;
  }

  find(id: string | undefined): Session | undefined {
    const session = id === undefined ? undefined : this.#sessions.get(id);
    if (!session) return undefined;
    // Put last again: the map's order is the order of use.
    this.#sessions.delete(session.id);
    if (session.usedAtMs + IDLE_MS < Date.now()) return undefined;
    session.usedAtMs = Date.now();
    this.#sessions.set(session.id, session);
    return session;
  }

  /** Signs in under a new id: one that was known before must not become worth stealing. */
  signIn(session: Session, account: string): Session {
    this.end(session);
    const fresh = this.create();
    fresh.account = account;
    return fresh;
  }

  end(session: Session): void {
    this.#sessions.delete(session.id);
  }
}

/** A nonce for one form: it makes sending the same form twice the same request. */
export function newNonce(session: Session): string {
  const nonce = randomId();
  session.nonces.set(nonce, 'open');
  if (session.nonces.size > NONCES_KEPT) session.nonces.delete(session.nonces.keys().next().value ?? '');
  return nonce;
}
