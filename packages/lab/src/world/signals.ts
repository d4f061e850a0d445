import type { Signals } from '@tollgate/core';
import type { Random } from './random.js';

/** Of a hundred devices, those that send no signals: hardened browsers, blocked sources. An assumption. */
const SILENT = 20;

/** What the browser of somebody honest says of itself. It moves no verdict yet. */
export function honestSignals(random: Random): Signals {
  if (random.int(0, 99) < SILENT) return {};
  return {
    languages: { v: ['en'] },
    cores: { v: random.pick([4, 8, 16]) },
    touch: { v: random.pick([0, 5]) },
    webdriver: { v: false },
    interactions: { v: { keys: random.int(8, 40), pointer: random.int(1, 9), pastes: 0 } },
    pageMs: { v: random.int(4_000, 90_000) },
  };
}
