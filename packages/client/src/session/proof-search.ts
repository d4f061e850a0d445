import { puzzleInput, type PuzzleSpec } from '@tollgate/core';
import type { Solver } from '../solver/solver.js';
import { TollgateError } from '../tollgate-error.js';
import type { Device } from './device.js';

export interface ProofSearchOptions {
  readonly jti: Uint8Array;
  /** Its `k` is only where the search begins; see `extendTo`. */
  readonly puzzle: PuzzleSpec;
  readonly device: Device;
  readonly solver: Solver;
  /** How long its challenge lives from now on. */
  readonly lastsMs: () => number;
  /** Called after each piece with how many are found. */
  readonly onFound: (pieces: number) => void;
}

/** The search for all pieces of one challenge. It goes on in the background and may grow; pieces found are kept. */
export class ProofSearch {
  readonly #options: ProofSearchOptions;
  readonly #stop = new AbortController();
  readonly #pieces: Promise<number>[] = [];
  #found = 0;
  #pending = 0;
  #expired = false;
  #expiry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ProofSearchOptions) {
    this.#options = options;
    this.extendTo(options.puzzle.k);
  }

  /** Pieces found so far. */
  get found(): number {
    return this.#found;
  }

  /** True if it was stopped because its challenge expired. */
  get expired(): boolean {
    return this.#expired;
  }

  /** Starts the search for the pieces up to `k` that are not being searched yet. */
  extendTo(k: number): void {
    const begun = this.#pieces.length;
    const asked = Array.from({ length: Math.max(0, k - begun) }, (_, at) => begun + at);
    if (asked.length > 0) this.#awaitExpiry();
    this.#pending += asked.length;
    const inputs = this.#inputsOf(asked);
    for (const at of asked.keys()) {
      const nonce = this.#search(inputs, at);
      // Whoever asks for the proof hears of it; nobody may ask.
      nonce.catch(() => undefined);
      this.#pieces.push(nonce);
    }
  }

  /** Resolves to the first `k` nonces. Rejects with `solver-failed`, or with the reason it was stopped for. */
  finish(k: number): Promise<number[]> {
    return Promise.all(this.#pieces.slice(0, k));
  }

  stop(reason: unknown): void {
    this.#stop.abort(reason);
  }

  /** Nobody takes a proof for it afterwards. */
  #awaitExpiry(): void {
    clearTimeout(this.#expiry);
    this.#expiry = setTimeout(() => {
      this.#expired = true;
      this.stop(new TollgateError('challenge-refused', 'the challenge expired'));
    }, this.#options.lastsMs());
  }

  #inputsOf(pieces: readonly number[]): Promise<Uint8Array<ArrayBuffer>[]> {
    const { jti, device } = this.#options;
    const subject = { jti, thumbprint: device.thumbprint };
    return Promise.all(pieces.map((piece) => puzzleInput(subject, piece, device.sha256)));
  }

  /** The inputs are waited for together: a solver divides its workers among the pieces that it knows of. */
  async #search(inputs: Promise<Uint8Array<ArrayBuffer>[]>, at: number): Promise<number> {
    const { puzzle, solver, onFound } = this.#options;
    const { signal } = this.#stop;
    try {
      const input = (await inputs)[at]!;
      signal.throwIfAborted();
      const nonce = await solver.solve({ alg: puzzle.alg, input, p: puzzle.p }, signal);
      onFound(++this.#found);
      return nonce;
    } catch (cause) {
      signal.throwIfAborted();
      throw new TollgateError('solver-failed', 'the puzzle cannot be solved here', { cause });
    } finally {
      if (--this.#pending === 0) clearTimeout(this.#expiry);
    }
  }
}
