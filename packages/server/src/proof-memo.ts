/** Proofs remembered at once: about 2 MB. */
const PROOFS_MAX = 10_000;

/**
 * Remembers proofs that held, so that sending one again costs the gate a look-up and not the puzzle. Only work that was
 * done gets in; the one unused for longest goes first.
 */
export class ProofMemo {
  readonly #names = new Set<string>();

  constructor(readonly maxProofs = PROOFS_MAX) {}

  /** True if the proof of this name held before. */
  has(name: string): boolean {
    if (!this.#names.delete(name)) return false;
    this.#names.add(name);
    return true;
  }

  add(name: string): void {
    this.#names.add(name);
    if (this.#names.size <= this.maxProofs) return;
    const oldest = this.#names.values().next().value;
    if (oldest !== undefined) this.#names.delete(oldest);
  }
}
