/** What was hashed in a while. */
export interface HashRound {
  readonly hashes: number;
  readonly ms: number;
}

/** Repeats a deed, which answers how many hashes it was, until so much time has passed. */
export async function hashFor(ms: number, deed: () => number | Promise<number>): Promise<HashRound> {
  const start = performance.now();
  let hashes = 0;
  let elapsedMs = 0;
  while (elapsedMs < ms) {
    hashes += await deed();
    elapsedMs = performance.now() - start;
  }
  return { hashes, ms: elapsedMs };
}
