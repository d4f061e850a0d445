import type { Assumption } from '@tollgate/core';
import { ATTACK_COSTS } from '../attack/costs.js';
import { DEVICES } from '../world/devices.js';
import { HABITS } from '../world/people.js';

/** Every figure that the simulation rests on. Prices of texts are those of the server's public table. */
export const ASSUMPTIONS: readonly Assumption[] = [
  ...Object.values(ATTACK_COSTS),
  ...DEVICES.map(({ hashesPerSec }) => hashesPerSec),
  ...Object.values(HABITS),
];
