import type { Assumption } from '@tollgate/core';
import { figure, guess } from './assumption.js';

/** A class of devices that people have. */
export interface DeviceClass {
  readonly name: string;
  /** Hashes a second with all workers. */
  readonly hashesPerSec: Assumption;
  /** Of a hundred visitors. */
  readonly weight: number;
}

const CAP_GUIDE = { unit: 'H/s', date: '2026-09', source: 'Cap, docs/guide/hashwx.md: seconds for 10^6 hashes' };

/** Desktop to entry phone. Speeds of HashWX in browsers; how many have which is an assumption. */
export const DEVICES: readonly DeviceClass[] = [
  { name: 'desktop', hashesPerSec: figure('Apple M3, Chrome', 2_050_000, CAP_GUIDE), weight: 20 },
  { name: 'laptop', hashesPerSec: guess('an ordinary laptop, half an M3', 1_000_000, 'H/s'), weight: 20 },
  { name: 'high-end phone', hashesPerSec: figure('Galaxy S24', 1e6 / 1.1, CAP_GUIDE), weight: 15 },
  { name: 'older phone', hashesPerSec: figure('iPhone 12', 1e6 / 2, CAP_GUIDE), weight: 20 },
  { name: 'budget phone', hashesPerSec: figure('Redmi Note 11', 1e6 / 2.4, CAP_GUIDE), weight: 15 },
  { name: 'entry phone', hashesPerSec: figure('Vivo Y21', 1e6 / 5.9, CAP_GUIDE), weight: 10 },
].map((device) => ({
  ...device,
  hashesPerSec: { ...device.hashesPerSec, value: Math.round(device.hashesPerSec.value) },
}));

/** Workers that share the work from the submit on; while somebody types there is one. */
export const WORKERS = 4;
