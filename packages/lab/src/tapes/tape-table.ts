import { BY_GUILE } from './attacks-by-guile.js';
import { BY_VOLUME } from './attacks-by-volume.js';
import { HONEST_DAYS } from './honest-days.js';
import type { Tape } from './tape.js';

/** Every tape: attacks first, then days without one. */
export const TAPES: readonly Tape[] = [...BY_VOLUME, ...BY_GUILE, ...HONEST_DAYS];
