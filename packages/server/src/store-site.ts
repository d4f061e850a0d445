import type { Store } from './store.js';

/** Whose books a store keeps, once a gate was made with it. */
const sites = new WeakMap<Store, string>();

/**
 * Demands that a store keeps the books of one site alone: with two of them, what is known at the one would be known at the
 * other, and their money would fill one cap. Throws `RangeError` naming the option.
 */
export function demandStoreOf(store: Store, site: string): void {
  const owner = store.site ?? sites.get(store) ?? site;
  if (owner !== site) throw new RangeError(`option "store": is the store of site "${owner}"`);
  sites.set(store, site);
}
