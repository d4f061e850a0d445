/** Another server may have taken over without an error: it is asked so often. */
const EVERY_MS = 10_000;

/** Says when the server is to be asked whether it would forget: first of all, every ten seconds, and after anything went wrong. */
export class PolicyCheck {
  readonly #clock: () => number;
  #passedAtMs = -Infinity;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  get isDue(): boolean {
    return this.#clock() - this.#passedAtMs >= EVERY_MS;
  }

  pass(): void {
    this.#passedAtMs = this.#clock();
  }

  /** Who answers next may be another server. */
  doubt(): void {
    this.#passedAtMs = -Infinity;
  }
}
