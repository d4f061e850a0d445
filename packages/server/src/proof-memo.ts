import { RecentMap } from './recent-map.js';

/** Proofs remembered at once: about 2 MB. */
const PROOFS_MAX = 10_000;

type Nonces = readonly number[];

/**
 * Remembers the pieces of proofs that held, so that sending them again costs the gate a look-up and not the puzzle:
 * whoever solved once and sends variants of it is answered for one piece each. Copies sent at the same time share one
 * check. The proof unused for longest is forgotten first.
 */
export class ProofMemo {
  /** By what a proof is of, the nonces of its first pieces. */
  readonly #right: RecentMap<Nonces>;
  readonly #running = new Map<string, Promise<number>>();

  constructor(maxProofs = PROOFS_MAX) {
    this.#right = new RecentMap(maxProofs);
  }

  /**
   * How many of these nonces are right from the first one on. `subject` names what the proof is of; `count` looks, given
   * the nonces of first pieces that are known to be right.
   */
  async countRight(subject: string, nonces: Nonces, count: (known: Nonces) => Promise<number>): Promise<number> {
    const known = this.#right.get(subject) ?? [];
    if (known.length > 0) this.#right.set(subject, known);
    if (nonces.every((nonce, piece) => nonce === known[piece])) return nonces.length;
    const name = `${subject} ${nonces.join(' ')}`;
    const running = this.#running.get(name);
    if (running) return running;
    const started = count(known).finally(() => this.#running.delete(name));
    this.#running.set(name, started);
    const right = await started;
    if (right > 0 && right >= (this.#right.get(subject)?.length ?? 0)) this.#right.set(subject, nonces.slice(0, right));
    return right;
  }
}
