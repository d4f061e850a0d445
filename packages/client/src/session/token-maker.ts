import type { Signals } from '@tollgate/core';
import type { NumberTyped, TokenRequest } from '../options/token-request.js';
import type { Solver } from '../solver/solver.js';
import { TollgateError } from '../tollgate-error.js';
import { buildToken } from './build-token.js';
import { continuesChallenge, type HeldChallenge } from './held-challenge.js';
import { readAnswer } from './read-answer.js';
import { type Proof, Session, type SessionContext } from './session.js';

export interface TokenMakerOptions extends Omit<SessionContext, 'isSpent'> {
  /** Workers that search while somebody waits for a token; otherwise one. */
  readonly workers: number;
  /** Never rejects, and never takes longer than about a second. */
  readonly readSignals: (site: string) => Promise<Signals>;
  /** Aborted when the client is closed. */
  readonly signal: AbortSignal;
}

interface GivenToken {
  readonly session: Session;
  readonly request: TokenRequest | undefined;
}

/** Tokens whose answers may still come in. */
const GIVEN_MAX = 8;

/**
 * Makes tokens, each over a challenge of its own. One session is prepared ahead; `token()` takes it away, so that
 * nothing that happens to the form afterwards can touch the token being made.
 */
export class TokenMaker {
  readonly #options: TokenMakerOptions;
  readonly #context: SessionContext;
  #ahead: Session | undefined;
  #given: GivenToken[] = [];
  readonly #open = new Set<Session>();
  #waiting = 0;

  constructor(options: TokenMakerOptions) {
    this.#options = options;
    this.#context = { ...options, isSpent: (id) => this.#findGiven(id) !== undefined };
    options.signal.addEventListener('abort', () => {
      for (const session of this.#open) session.stop(options.signal.reason);
    });
  }

  async prepare(): Promise<void> {
    this.#options.signal.throwIfAborted();
    await this.#next().prepare();
  }

  async price(number: NumberTyped): Promise<void> {
    this.#options.signal.throwIfAborted();
    await this.#next().price(number);
  }

  /** Time may have passed that no clock here counted: a device sleeps, a page lies in the cache. */
  doubt(): void {
    this.#ahead?.doubt();
  }

  /** Resolves to a token for this request, over a challenge that no other token carries. */
  token(request: TokenRequest): Promise<string> {
    return this.#hurry(async () => {
      const { signal } = request;
      signal?.throwIfAborted();
      const session = this.#next();
      this.#ahead = undefined;
      const giveUp = () => this.#giveUp(session, signal?.reason);
      signal?.addEventListener('abort', giveUp, { once: true });
      try {
        return await this.#give(await session.prove(request), { session, request });
      } catch (error) {
        if (!signal?.aborted) this.#putBack(session);
        throw error;
      } finally {
        signal?.removeEventListener('abort', giveUp);
      }
    });
  }

  /** Resolves to a new token over the challenge in a 402, with the data of the token that was answered. */
  answer(answer: unknown): Promise<string> {
    return this.#hurry(async () => {
      const held = await readAnswer(answer, this.#options.endpoint);
      const { session, request } = this.#answered(held);
      try {
        await session.take(held);
        return await this.#give(await session.finish(), { session, request });
      } finally {
        this.#open.delete(session);
      }
    });
  }

  /** Everything that a token or an answer needs is wanted now: all workers, until nobody waits any more. */
  async #hurry(make: () => Promise<string>): Promise<string> {
    const { signal, workers } = this.#options;
    signal.throwIfAborted();
    if (++this.#waiting === 1) this.#setParallel(workers);
    try {
      return await make();
    } finally {
      if (--this.#waiting === 0 && !signal.aborted) this.#setParallel(1);
    }
  }

  #setParallel(count: number): void {
    const set = (solver: Solver) => solver.setParallel(count);
    // Whoever needs the solver hears of a failure.
    void this.#options.solver().then(set, () => undefined);
  }

  async #give(proof: Proof, given: GivenToken): Promise<string> {
    const { device, readSignals, signal, emit, now } = this.#options;
    const signals = await readSignals(proof.held.challenge.site);
    const token = await buildToken({ proof, signals, request: given.request ?? {} }, await device());
    signal.throwIfAborted();
    this.#remember(given);
    given.session.settle();
    emit('token', { token, expiresInSec: Math.max(0, Math.floor((proof.held.expiresAtMs - now()) / 1_000)) });
    if (!this.#ahead) emit('state', { state: 'idle' });
    return token;
  }

  /** Nobody waits for its token any more. */
  #giveUp(session: Session, reason: unknown): void {
    this.#open.delete(session);
    session.stop(reason);
    if (!this.#ahead) this.#options.emit('state', { state: 'idle' });
  }

  #remember(given: GivenToken): void {
    this.#given = [given, ...this.#given.filter(({ session }) => session !== given.session)].slice(0, GIVEN_MAX);
    this.#open.delete(given.session);
  }

  #answered(held: HeldChallenge): GivenToken {
    const given = this.#findGiven(held.id);
    const before = given?.session.held;
    if (before && !continuesChallenge(before.challenge, held.challenge)) {
      throw new TollgateError('answer-unusable', 'the challenge has other terms');
    }
    if (given) this.#open.add(given.session);
    return given ?? { session: this.#create(), request: this.#given[0]?.request };
  }

  #findGiven(id: string): GivenToken | undefined {
    return this.#given.find(({ session }) => session.held?.id === id);
  }

  #next(): Session {
    this.#ahead ??= this.#create();
    return this.#ahead;
  }

  #create(): Session {
    const session = new Session(this.#context);
    this.#open.add(session);
    // Loads while the challenge is fetched; who needs key or solver hears of a failure.
    this.#options.device().catch(() => undefined);
    this.#options.solver().catch(() => undefined);
    return session;
  }

  /** Its challenge was not given out: pieces found serve the next attempt, unless another is prepared already. */
  #putBack(session: Session): void {
    this.#ahead ??= session;
    if (this.#ahead === session) return;
    this.#open.delete(session);
    session.stop(new TollgateError('closed', 'the challenge was replaced'));
  }
}
