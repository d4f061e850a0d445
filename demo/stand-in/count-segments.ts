const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Each of these takes an escape as well: two septets. */
const EXTENDED = '\f^{}\\[~]|€';

/** One text as the network carries it. */
export interface SegmentCount {
  readonly segments: number;
  readonly encoding: 'GSM-7' | 'UCS-2';
}

/** Counts segments: GSM 03.38 at 160, or 153 each of several; else UCS-2 at 70, or 67 each. */
export function countSegments(text: string): SegmentCount {
  const characters = Array.from(text);
  const gsm = characters.map((character) => (BASIC.includes(character) ? 1 : EXTENDED.includes(character) ? 2 : 0));
  if (!gsm.includes(0)) return { segments: pack(gsm, 160, 153), encoding: 'GSM-7' };
  const ucs2 = characters.map((character) => character.length);
  return { segments: pack(ucs2, 70, 67), encoding: 'UCS-2' };
}

/** An escaped character or a surrogate pair is never torn over two segments, so the rest of one may stay empty. */
function pack(sizes: readonly number[], single: number, each: number): number {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= single) return 1;
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > each) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return segments;
}
