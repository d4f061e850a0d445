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
  /** True once signals that are read now say as much for the person as they will at the submit. */
  readonly isSettled: () => boolean;
  /** Aborted when the client is closed. */
  readonly signal: AbortSignal;
}

interface GivenToken {
  readonly session: Session;
  readonly request: TokenRequest | undefined;
}

/** A token that nobody has asked for yet: for the number that its challenge is priced for. */
interface MadeAhead {
  readonly token: string;
  readonly proof: Proof;
  readonly session: Session;
}

/** Tokens whose answers may still come in. */
const GIVEN_MAX = 8;

/**
 * Makes tokens, each over a challenge of its own. One session is prepared ahead; `token()` takes it away, so that
 * nothing that happens to the form afterwards can touch the token being made. Once its number is priced and its proof
 * whole, its token is made too; until it is taken nobody has it, and another number costs a signature and no work.
 */
export class TokenMaker {
  readonly #options: TokenMakerOptions;
  readonly #context: SessionContext;
  #ahead: Session | undefined;
  #made: MadeAhead | undefined;
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
    const session = this.#next();
    await session.price(number);
    // Whoever asks for a token hears of a failure.
    this.#makeAhead(session, number).catch(() => undefined);
  }

  /** Answers the token that is made already for this number, without `cd` and `ext`; none where one would have to be waited for. */
  take(number: NumberTyped): string | undefined {
    const made = this.#made;
    if (!made || made.session !== this.#ahead || this.#options.signal.aborted) return undefined;
    if (!made.session.stands(number, made.proof.held)) return undefined;
    this.#ahead = this.#made = undefined;
    return this.#handOver(made, { session: made.session, request: number });
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
      const made = isPlain(request) ? this.take(request) : undefined;
      if (made !== undefined) return made;
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

  async #makeAhead(session: Session, number: NumberTyped): Promise<void> {
    const proof = await session.whole();
    const isMade = this.#made?.proof.held === proof.held;
    if (isMade || !this.#options.isSettled() || !session.stands(number, proof.held)) return;
    const token = await this.#build(proof, number);
    if (this.#ahead === session) this.#made = { token, proof, session };
  }

  async #build(proof: Proof, request: TokenRequest | undefined): Promise<string> {
    const { device, readSignals } = this.#options;
    const signals = await readSignals(proof.held.challenge.site);
    return buildToken({ proof, signals, request: request ?? {} }, await device());
  }

  async #give(proof: Proof, given: GivenToken): Promise<string> {
    const token = await this.#build(proof, given.request);
    this.#options.signal.throwIfAborted();
    return this.#handOver({ token, proof }, given);
  }

  #handOver({ token, proof }: Pick<MadeAhead, 'token' | 'proof'>, given: GivenToken): string {
    const { emit, now } = this.#options;
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

const isPlain = ({ cd, ext }: TokenRequest) => cd === undefined && ext === undefined;
