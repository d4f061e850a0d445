/** Proofs remembered at once: about 2 MB. */
const PROOFS_MAX = 10_000;

/**
 * Remembers proofs that held, so that sending one again costs the gate a look-up and not the puzzle; copies sent at the
 * same time share one check. The proof unused for longest is forgotten first.
 */
export class ProofMemo {
  readonly #held = new Set<string>();
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(readonly maxProofs = PROOFS_MAX) {}

  /** True if the proof of this name held before. */
  has(name: string): boolean {
    if (!this.#held.delete(name)) return false;
    this.#held.add(name);
    return true;
  }

  add(name: string): void {
    this.#held.add(name);
    if (this.#held.size <= this.maxProofs) return;
    const oldest = this.#held.values().next().value;
    if (oldest !== undefined) this.#held.delete(oldest);
  }

  /** Runs the check of this name, or waits for the one that runs. Answers its fault, or `undefined` where it held. */
  async check<Fault>(name: string, run: () => Promise<Fault | undefined>): Promise<Fault | undefined> {
    if (this.has(name)) return undefined;
    const running = this.#running.get(name) as Promise<Fault | undefined> | undefined;
    if (running) return running;
    const started = run().finally(() => this.#running.delete(name));
    this.#running.set(name, started);
    const fault = await started;
    if (fault === undefined) this.add(name);
    return fault;
  }
}
