/**
 * A 64-bit word is two numbers here, its halves: 32-bit integers of either sign. In typed arrays words follow each other,
 * the low half first.
 */
export interface Word {
  low: number;
  high: number;
}

/** A generator's key: two words. */
export interface WordKey {
  readonly low0: number;
  readonly high0: number;
  readonly low1: number;
  readonly high1: number;
}

/** Reads the key that begins at byte `at` of a seed: two words of eight bytes, little-endian. */
export function wordKey(seed: Uint8Array, at: number): WordKey {
  const view = new DataView(seed.buffer, seed.byteOffset + at, 16);
  return {
    low0: view.getInt32(0, true),
    high0: view.getInt32(4, true),
    low1: view.getInt32(8, true),
    high1: view.getInt32(12, true),
  };
}

/**
 * Fills `words` with random words of a key and a salt, four at a time: HashWX's SipHash-like generator. The length of
 * `words` is a multiple of eight.
 *
 * One long function over local variables: the search calls it for every nonce, and engines keep no 64-bit word in one.
 */
export function randomWords({ low0, high0, low1, high1 }: WordKey, salt: Readonly<Word>, words: Int32Array): void {
  const { low: saltLow, high: saltHigh } = salt;
  let al = 0x70736575 ^ low0;
  let ah = 0x736f6d65 ^ high0;
  let bl = 0x6e646f6d ^ low1;
  let bh = 0x646f7261 ^ high1;
  let cl = 0x6e657261 ^ low0;
  let ch = 0x6c796765 ^ high0;
  let dl = 0x79746573 ^ low1 ^ saltLow;
  let dh = 0x74656462 ^ high1 ^ saltHigh;
  // One round, then three of the state's beginning, then four before each further block.
  let rounds = 1;
  let at = -8;
  for (;;) {
    for (let round = 0; round < rounds; round++) {
      // a += b; c += d
      let low = (al + bl) | 0;
      ah = (ah + bh + (low >>> 0 < al >>> 0 ? 1 : 0)) | 0;
      al = low;
      low = (cl + dl) | 0;
      ch = (ch + dh + (low >>> 0 < cl >>> 0 ? 1 : 0)) | 0;
      cl = low;
      // b = rotl(b, 13) ^ a; d = rotl(d, 16) ^ c
      low = (bl << 13) | (bh >>> 19);
      bh = ((bh << 13) | (bl >>> 19)) ^ ah;
      bl = low ^ al;
      low = (dl << 16) | (dh >>> 16);
      dh = ((dh << 16) | (dl >>> 16)) ^ ch;
      dl = low ^ cl;
      // a = rotl(a, 32); c += b; a += d
      low = ah;
      ah = al;
      al = low;
      low = (cl + bl) | 0;
      ch = (ch + bh + (low >>> 0 < cl >>> 0 ? 1 : 0)) | 0;
      cl = low;
      low = (al + dl) | 0;
      ah = (ah + dh + (low >>> 0 < al >>> 0 ? 1 : 0)) | 0;
      al = low;
      // b = rotl(b, 17) ^ c; d = rotl(d, 21) ^ a; c = rotl(c, 32)
      low = (bl << 17) | (bh >>> 15);
      bh = ((bh << 17) | (bl >>> 15)) ^ ch;
      bl = low ^ cl;
      low = (dl << 21) | (dh >>> 11);
      dh = ((dh << 21) | (dl >>> 11)) ^ ah;
      dl = low ^ al;
      low = ch;
      ch = cl;
      cl = low;
    }
    if (at < 0) {
      if (rounds === 1) {
        al ^= saltLow;
        ah ^= saltHigh;
        cl ^= 0xbb;
        rounds = 3;
        continue;
      }
      at = 0;
      rounds = 4;
    }
    words[at] = dl;
    words[at + 1] = dh;
    words[at + 2] = cl;
    words[at + 3] = ch;
    words[at + 4] = bl;
    words[at + 5] = bh;
    words[at + 6] = al;
    words[at + 7] = ah;
    at += 8;
    if (at >= words.length) return;
    al ^= low0;
    ah ^= high0;
    bl ^= low1;
    bh ^= high1;
    cl ^= low0;
    ch ^= high0;
    dl ^= low1;
    dh ^= high1;
  }
}
