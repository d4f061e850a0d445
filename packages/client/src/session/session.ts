import { numberKey, type NumberTyped } from '../options/token-request.js';
import type { Solver } from '../solver/solver.js';
import { TollgateError } from '../tollgate-error.js';
import type { Emit } from '../tollgate-events.js';
import type { ChallengeEndpoint } from './challenge-endpoint.js';
import type { Device } from './device.js';
import { continuesChallenge, type HeldChallenge } from './held-challenge.js';
import { ProofSearch, type ProofSearchOptions } from './proof-search.js';

export interface SessionContext {
  readonly endpoint: ChallengeEndpoint;
  readonly solver: () => Promise<Solver>;
  readonly device: () => Promise<Device>;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly emit: Emit;
  /** True for the name of a challenge that a token was made of: no other token may be. */
  readonly isSpent: (id: string) => boolean;
}

/** A challenge with its whole proof. */
export interface Proof {
  readonly held: HeldChallenge;
  readonly nonces: readonly number[];
}

/** A challenge that ends sooner is renewed before work is put into it. */
const RENEW_BELOW_MS = 30_000;
/** What a submission needs to reach the server. */
const SUBMIT_MS = 5_000;
const ATTEMPTS_MAX = 3;
/** Numbers that somebody types and corrects in one form. */
const NUMBERS_MAX = 8;
/** Said a little later than it is true, so that whoever asks for another challenge gets one. */
const EXPIRING_MS = RENEW_BELOW_MS - 1_000;

/**
 * One challenge on its way to one token: fetched, priced, raised, renewed before it expires, and searched for meanwhile.
 * What touches the network happens one at a time, in the order asked; the search goes on beside it.
 */
export class Session {
  readonly #context: SessionContext;
  #held: HeldChallenge | undefined;
  #search: ProofSearch | undefined;
  /** The challenge in hand as it was priced, for each number that was typed. */
  readonly #priced = new Map<string, HeldChallenge>();
  /** True until the server has said again that it takes the challenge in hand. */
  #doubted = false;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #stop = new AbortController();
  #expiring: ReturnType<typeof setTimeout> | undefined;

  constructor(context: SessionContext) {
    this.#context = context;
  }

  get held(): HeldChallenge | undefined {
    return this.#held;
  }

  /** Has a challenge, and the search for its pieces begun. */
  prepare(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#lasts(RENEW_BELOW_MS)) return;
      this.#context.emit('state', { state: 'preparing' });
      await this.#takeFetched(await this.#context.endpoint.fetchChallenge({}));
    });
  }

  /**
   * Has a challenge priced for this number; one round trip, or none if it is already. What was asked for a number once is
   * all that is asked for it: a server that is asked twice may ask more.
   */
  price(number: NumberTyped): Promise<void> {
    return this.#inTurn(async () => {
      const key = numberKey(number);
      const held = this.#lasts(RENEW_BELOW_MS) ? this.#held : undefined;
      const known = held && this.#priced.get(key);
      if (known && !this.#doubted) {
        if (known !== held) await this.#takePriced(key, known);
        return;
      }
      if (!held) this.#context.emit('state', { state: 'preparing' });
      const priced = await this.#context.endpoint.fetchChallenge({ number, held });
      if (!priced.challenge.dst) throw new TollgateError('challenge-refused', 'the challenge is not priced');
      this.#doubted = false;
      const stands = known !== undefined && continuesChallenge(known.challenge, priced.challenge);
      await this.#takePriced(key, stands ? known : priced);
    });
  }

  /** The server is asked again before the next proof: it says whether it still takes what is in hand. */
  doubt(): void {
    this.#doubted = true;
  }

  /** Resolves to the whole proof of a challenge that is priced for this number and lives long enough to be submitted. */
  async prove(number: NumberTyped): Promise<Proof> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      await this.price(number);
      const search = this.#search;
      const proof = await this.finish().catch((error: unknown) => {
        if (!search?.expired) throw error;
      });
      if (proof && this.#lasts(SUBMIT_MS)) return proof;
    }
    throw new TollgateError('challenge-refused', 'the challenge expired');
  }

  /** Resolves to the whole proof of the challenge in hand. After a failure the next attempt starts with a new one. */
  async finish(): Promise<Proof> {
    const search = this.#search;
    try {
      return await this.whole();
    } catch (error) {
      if (search && this.#search === search) this.#drop();
      throw error;
    }
  }

  /** Resolves to the whole proof of the challenge in hand, as `finish` does, and leaves a failure to whoever calls that. */
  async whole(): Promise<Proof> {
    const held = this.#held;
    const search = this.#search;
    if (!held || !search) throw new TollgateError('solver-failed', 'the challenge was replaced');
    return { held, nonces: await search.finish(held.challenge.puzzle.k) };
  }

  /** True where a token over `held` may still be given for this number, and nobody needs to be asked. */
  stands(number: NumberTyped, held: HeldChallenge): boolean {
    const isInHand = this.#held === held && this.#priced.get(numberKey(number)) === held;
    return isInHand && !this.#doubted && this.#lasts(RENEW_BELOW_MS);
  }

  /** Takes a challenge in place of the one in hand, keeping the pieces found if it is the same one raised. */
  async take(held: HeldChallenge): Promise<void> {
    const { device: loadDevice, solver: loadSolver } = this.#context;
    const [device, solver] = await Promise.all([loadDevice(), loadSolver()]);
    this.#stop.signal.throwIfAborted();
    if (this.#held && !continuesChallenge(this.#held.challenge, held.challenge)) this.#drop();
    this.#held = held;
    this.#search ??= this.#startSearch(held, { device, solver });
    this.#search.extendTo(held.challenge.puzzle.k);
    this.#report();
  }

  /** Its challenge is in a token: whether it expires is nobody's business here any more. */
  settle(): void {
    clearTimeout(this.#expiring);
  }

  stop(reason: unknown): void {
    this.settle();
    this.#stop.abort(reason);
    this.#search?.stop(reason);
  }

  async #takePriced(key: string, priced: HeldChallenge): Promise<void> {
    await this.#takeFetched(priced);
    this.#priced.set(key, priced);
    const [oldest] = this.#priced.keys();
    if (this.#priced.size > NUMBERS_MAX) this.#priced.delete(oldest!);
    this.#context.emit('priced', { of: priced.challenge.puzzle.k });
  }

  async #takeFetched(held: HeldChallenge): Promise<void> {
    if (this.#context.isSpent(held.id)) {
      throw new TollgateError('challenge-refused', 'the challenge was used before');
    }
    await this.take(held);
    this.#awaitExpiry(held);
  }

  /** A challenge that lived no longer from the start would be renewed without end. */
  #awaitExpiry(held: HeldChallenge): void {
    clearTimeout(this.#expiring);
    const inMs = held.expiresAtMs - this.#context.now() - EXPIRING_MS;
    if (inMs <= 0) return;
    this.#expiring = setTimeout(() => this.#context.emit('expiring', {}), inMs);
    // Where there is no page, a program that has done its work may end.
    (this.#expiring as { unref?: () => void }).unref?.();
  }

  #startSearch(held: HeldChallenge, by: Pick<ProofSearchOptions, 'device' | 'solver'>): ProofSearch {
    const { jti, puzzle } = held.challenge;
    const lastsMs = () => held.expiresAtMs - this.#context.now();
    return new ProofSearch({ jti, puzzle, ...by, lastsMs, onFound: () => this.#report() });
  }

  #report(): void {
    const { emit } = this.#context;
    const of = this.#held?.challenge.puzzle.k ?? 0;
    const pieces = Math.min(this.#search?.found ?? 0, of);
    emit('progress', { pieces, of });
    emit('state', { state: pieces < of ? 'solving' : 'ready' });
  }

  #drop(): void {
    this.#search?.stop(new TollgateError('challenge-refused', 'the challenge was replaced'));
    this.#held = this.#search = undefined;
    this.#priced.clear();
    this.#doubted = false;
  }

  #lasts(ms: number): boolean {
    return this.#held !== undefined && this.#held.expiresAtMs - this.#context.now() >= ms;
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
