import { CORE_HOUR, GPU_HOUR, type PuzzleCost } from '../puzzle-cost.js';

export const argon2id1Cost: PuzzleCost = Object.freeze({
  native: {
    hourUsd: CORE_HOUR,
    hashesPerSec: {
      what: 'Argon2id, 1 MiB, one pass, native code',
      value: 4_545,
      unit: 'hashes a second on one core',
      date: '2026-11-22',
      source: 'measured with @node-rs/argon2: 0.22 ms a hash',
    },
  },
  gpu: {
    hourUsd: GPU_HOUR,
    hashesPerSec: {
      what: 'Argon2id, 1 MiB, one pass, GPU',
      value: 320_000,
      unit: 'hashes a second on one RTX 4090',
      date: '2026-11-22',
      source: 'assumption: bound by memory bandwidth, 1,008 GB/s and 3 MiB moved a hash',
    },
  },
});
