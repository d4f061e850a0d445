import { type Assumption, CORE_HOUR, type PuzzleCost } from '../puzzle-cost.js';

const RTX_5060_TI_HOUR: Assumption = Object.freeze({
  what: 'one RTX 5060 Ti for an hour',
  value: 0.16,
  unit: 'USD',
  date: '2026-06',
  source: "assumption: an RTX 4090's rent, 0.68 (vast.ai), in the ratio of their list prices, 379 to 1,599",
});

export const hashwx1Cost: PuzzleCost = Object.freeze({
  native: {
    hourUsd: CORE_HOUR,
    hashesPerSec: {
      what: 'HashWX, 65,536 nonces a program, native code',
      value: 950_000,
      unit: 'hashes a second on one core',
      date: '2026-11-22',
      source: 'measured: 850,000 to 1,300,000',
    },
  },
  gpu: {
    hourUsd: RTX_5060_TI_HOUR,
    hashesPerSec: {
      what: 'HashWX, GPU',
      value: 5_800_000,
      unit: 'hashes a second on one RTX 5060 Ti',
      date: '2026-09-20',
      source: "HashWX's author, Cap issue 318; the code is not public",
    },
  },
});
