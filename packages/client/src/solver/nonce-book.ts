import { nonceLimit } from '@tollgate/core';

/** Consecutive nonces of one block, which one search function can try. */
export interface Span {
  readonly first: number;
  readonly count: number;
}

/** What of a piece decides how its nonces are divided. */
export interface PieceTerms {
  /** Expected hashes. */
  readonly p: number;
  /** Nonces that share one search function. */
  readonly blockNonces: number;
}

/** The nonces of one piece, 0 to 64·p − 1, that are neither tried nor in anybody's hands. */
export class NonceBook {
  readonly #end: number;
  readonly #blockNonces: number;
  /** The next block that nobody ever had begins here. */
  #fresh = 0;
  readonly #returned: Span[] = [];

  constructor({ p, blockNonces }: PieceTerms) {
    this.#end = nonceLimit(p);
    this.#blockNonces = blockNonces;
  }

  get isEmpty(): boolean {
    return this.#returned.length === 0 && this.#fresh >= this.#end;
  }

  /** Hands out what is left of a block that came back, otherwise the next whole block. */
  take(): Span | undefined {
    if (this.isEmpty) return undefined;
    const returned = this.#returned.shift();
    if (returned) return returned;
    const first = this.#fresh;
    this.#fresh += this.#blockNonces;
    return { first, count: Math.min(this.#blockNonces, this.#end - first) };
  }

  /** Takes a span back without the nonces that were tried, the first ones of it. */
  giveBack({ first, count }: Span, tried: number): void {
    if (tried < count) this.#returned.push({ first: first + tried, count: count - tried });
  }
}
