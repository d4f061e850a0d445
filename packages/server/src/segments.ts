/** GSM 03.38 (3GPP TS 23.038 section 6.2.1), the basic table. */
const GSM_BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Its extension table: two septets each. */
const GSM_EXTENDED = new Set('\f^{}\\[~]|€');

interface Encoding {
  /** Units in a text of one segment. */
  readonly single: number;
  /** Units in each segment of a longer text: the rest carries the joining header. */
  readonly joined: number;
}

const GSM: Encoding = { single: 160, joined: 153 };
const UCS2: Encoding = { single: 70, joined: 67 };

/**
 * How many segments a text is billed as: GSM 03.38 with 160 septets, or 153 each when joined; else UCS-2 with 70
 * UTF-16 units, or 67. A character of two units never straddles two segments. At least 1.
 */
export function countSegments(text: string): number {
  const characters = Array.from(text);
  const isGsm = characters.every((character) => GSM_BASIC.has(character) || GSM_EXTENDED.has(character));
  const encoding = isGsm ? GSM : UCS2;
  const units = characters.map((character) => (isGsm ? (GSM_EXTENDED.has(character) ? 2 : 1) : character.length));
  const total = units.reduce((sum, unit) => sum + unit, 0);
  return total <= encoding.single ? 1 : packSegments(units, encoding.joined);
}

function packSegments(units: readonly number[], room: number): number {
  let segments = 1;
  let used = 0;
  for (const unit of units) {
    if (used + unit > room) {
      segments++;
      used = 0;
    }
    used += unit;
  }
  return segments;
}
