import type { PieceToSolve, Solver } from './solver.js';

/** A pool for each puzzle, made when it is first asked for: the script of its workers need know no other one. */
export class PuzzlePools implements Solver {
  readonly #createPool: (alg: string) => Solver;
  readonly #pools = new Map<string, Solver>();
  #parallel = 1;

  constructor(createPool: (alg: string) => Solver) {
    this.#createPool = createPool;
  }

  solve(piece: PieceToSolve, signal: AbortSignal): Promise<number> {
    return this.#of(piece.alg).solve(piece, signal);
  }

  setParallel(count: number): void {
    this.#parallel = count;
    for (const pool of this.#pools.values()) pool.setParallel(count);
  }

  close(): void {
    for (const pool of this.#pools.values()) pool.close();
  }

  #of(alg: string): Solver {
    const known = this.#pools.get(alg);
    if (known) return known;
    const pool = this.#createPool(alg);
    pool.setParallel(this.#parallel);
    this.#pools.set(alg, pool);
    return pool;
  }
}
