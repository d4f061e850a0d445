import type { Sum } from '../store.js';

/** Where a sum stands in a cell, after the bucket's index. */
const PLACE: Readonly<Record<Sum, number>> = { exposed: 1, untrusted: 2, all: 3 };
const CELL = 4;

export const ALL_SUMS: readonly Sum[] = ['exposed', 'untrusted', 'all'];

/** How a window is cut. */
export interface BucketShape {
  readonly bucketMs: number;
  readonly buckets: number;
}

/**
 * What the last `buckets` of `bucketMs` each hold, by absolute bucket index; only buckets that hold something are kept.
 * Adding up N + 1 buckets of a window cut in N leaves no interval as long as the window uncounted.
 */
export class BucketList {
  /** Cells of four: bucket index, exposed, untrusted, all; oldest first. */
  #cells: number[] = [];

  readonly #shape: BucketShape;

  constructor(shape: BucketShape) {
    this.#shape = shape;
  }

  /** Adds to the bucket of `atMs`, or takes out of it; without effect if that bucket is gone, or was never there. */
  add(atMs: number, sums: readonly Sum[], amount: number): void {
    const index = Math.floor(atMs / this.#shape.bucketMs);
    const cell = amount < 0 ? this.#find(index) : this.#findOrMake(index);
    if (cell === -1) return;
    for (const sum of sums) this.#cells[cell + PLACE[sum]]! += amount;
  }

  /** One sum over all buckets that are still in the window at `nowMs`. */
  total(sum: Sum, nowMs: number): number {
    const oldest = Math.floor(nowMs / this.#shape.bucketMs) - this.#shape.buckets + 1;
    let total = 0;
    // In front of the first cell there is none, and no comparison with it holds.
    for (let cell = this.#cells.length - CELL; this.#cells[cell]! >= oldest; cell -= CELL) {
      total += this.#cells[cell + PLACE[sum]]!;
    }
    return total;
  }

  #find(index: number): number {
    let cell = this.#cells.length - CELL;
    while (this.#cells[cell]! > index) cell -= CELL;
    return this.#cells[cell] === index ? cell : -1;
  }

  #findOrMake(index: number): number {
    const found = this.#find(index);
    if (found !== -1) return found;
    // Of its own length: most meters of strangers never hold a second cell.
    if (this.#cells.length === 0) {
      this.#cells = [index, 0, 0, 0];
      return 0;
    }
    const oldest = index - this.#shape.buckets + 1;
    // An operator who turns the store's clock back leaves newer cells behind: they go on counting.
    const kept = cellsWhere(this.#cells, (at) => at >= oldest);
    const older = cellsWhere(kept, (at) => at < index);
    this.#cells = older.concat([index, 0, 0, 0], kept.slice(older.length));
    return older.length;
  }
}

function cellsWhere(cells: readonly number[], holds: (index: number) => boolean): number[] {
  return cells.filter((_, at) => holds(cells[at - (at % CELL)]!));
}
