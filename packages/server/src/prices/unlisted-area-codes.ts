/**
 * Area codes under +1 outside the United States and Canada that no price list names (NANPA's list of area codes; the
 * same as in libphonenumber's metadata 1.13.16). They count as the dearest area code that is listed: without a row of
 * their own they would cost as little as the United States.
 */
export const UNLISTED_AREA_CODES: readonly string[] = [
  '1340', // US Virgin Islands
  '1670', // Northern Mariana Islands
  '1671', // Guam
  '1787', // Puerto Rico
  '1939', // Puerto Rico
];
