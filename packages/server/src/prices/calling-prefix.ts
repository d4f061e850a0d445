/** Digits of the longest prefix that a table may have. */
export const LONGEST_PREFIX = 8;

/** The rule of a prefix, as errors state it. */
export const PREFIX_RULE = `must be a calling prefix, 1 to ${LONGEST_PREFIX} digits`;

/**
 * The digits of a calling prefix as a table writes it, `+49` or `49`: 1 to 8, the first not 0 (ITU-T E.164 has no
 * country code that starts so). `undefined` for any other text.
 */
export function prefixDigits(text: string): string | undefined {
  return /^\+?([1-9]\d{0,7})$/.exec(text)?.[1];
}
