import type { Store } from './store.js';

/** Every operation of a store, by name: `site` alone is none. */
const OPERATIONS: Readonly<Record<Exclude<keyof Store, 'site'>, true>> = {
  open: true,
  admit: true,
  claim: true,
  settle: true,
  report: true,
  snapshot: true,
  controls: true,
  control: true,
  park: true,
  take: true,
  mark: true,
  spend: true,
  forget: true,
  reopen: true,
  close: true,
};

export const STORE_OPERATIONS = Object.freeze(Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[]);
