/** Nothing is known of the speed yet: a hash of Argon2id may take 10 ms. */
const FIRST_HASHES = 1;
/** A speed is judged after the clock has stepped so often, and never after less than a millisecond. */
const STEPS = 2;
const SPAN_MS = 1;
/** As much longer may the next turns be, by what was measured, and where nothing could be measured yet. */
const GROWTH = 4;
const BLIND_GROWTH = 2;

/**
 * How many hashes a turn tries at most on a thread that a page draws on. To look at the clock is not enough there: some
 * browsers' clocks stand still for 16 or 100 ms (resistFingerprinting), in which a fast search tries half a million hashes
 * and a slow one a hundred. So the speed is measured over longer than the clock's step, as that shows itself, and what was
 * measured before counts half each time: where a step falls is chance.
 */
export class TurnCap {
  readonly #sliceMs: number;
  #hashes = FIRST_HASHES;
  /** The shortest time seen to go by between two readings. */
  #stepMs = Infinity;
  #readMs: number | undefined;
  #sinceMs = 0;
  #triedHashes = 0;
  #triedMs = 0;

  constructor(sliceMs: number) {
    this.#sliceMs = sliceMs;
  }

  /** Hashes of one turn. */
  get hashes(): number {
    return this.#hashes;
  }

  /** Takes note of so many hashes, and of what the clock showed before and after. */
  took(hashes: number, sinceMs: number, nowMs: number): void {
    if (this.#readMs === undefined) this.#sinceMs = sinceMs;
    for (const stepMs of [sinceMs - (this.#readMs ?? sinceMs), nowMs - sinceMs]) {
      if (stepMs > 0) this.#stepMs = Math.min(this.#stepMs, stepMs);
    }
    this.#readMs = nowMs;
    this.#triedHashes += hashes;
    this.#triedMs += nowMs - sinceMs;
    if (nowMs - this.#sinceMs >= Math.max(SPAN_MS, STEPS * this.#stepMs)) this.#judge(nowMs);
  }

  #judge(nowMs: number): void {
    const isMeasured = this.#triedMs > 0;
    const fitting = isMeasured ? Math.floor((this.#sliceMs * this.#triedHashes) / this.#triedMs) : Infinity;
    this.#hashes = Math.max(1, Math.min(fitting, this.#hashes * (isMeasured ? GROWTH : BLIND_GROWTH)));
    this.#triedHashes /= 2;
    this.#triedMs /= 2;
    this.#sinceMs = nowMs;
  }
}
