import type { Demand } from './defence.js';

/** What defences demand that ask nothing of the page. */
export const NO_DEMAND: Demand = Object.freeze({ hashes: 0, captchas: 0 });
