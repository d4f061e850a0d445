const POOL_BYTES = 4_096;

/**
 * Random bytes of `crypto.getRandomValues`, drawn some thousand at a time: asking costs more than the bytes. Each byte is
 * handed out once, and wiped from the pool.
 */
export function createRandomBytes(): (length: number) => Uint8Array {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return (length) => {
    if (length > POOL_BYTES) return crypto.getRandomValues(new Uint8Array(length));
    if (used + length > POOL_BYTES) {
      crypto.getRandomValues(pool);
      used = 0;
    }
    const bytes = pool.slice(used, used + length);
    pool.fill(0, used, used + length);
    used += length;
    return bytes;
  };
}
