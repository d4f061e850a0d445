import { RecentMap } from './recent-map.js';

const WINDOW_MS = 60_000;
const BUCKET_MS = 10_000;
const BUCKETS = WINDOW_MS / BUCKET_MS + 1;

/** Most networks remembered at once: about 16 MB. The one unseen for longest is forgotten first. */
const NETWORKS_MAX = 50_000;

/** Challenges a network may ask for in any minute. */
export const CHALLENGES_A_MINUTE = 60;

interface Counts {
  newest: number;
  readonly buckets: Uint8Array;
}

/**
 * Counts the challenges a network asks for: at most 60 in any minute, in bounded memory.
 *
 * Seven buckets of ten seconds are added, so no minute holds more. Forgetting the network unseen for longest gives
 * nothing away: whoever fills the table to reset one address has 50,000 others.
 */
export class ChallengeRate {
  readonly #networks: RecentMap<Counts>;

  constructor(maxNetworks = NETWORKS_MAX) {
    this.#networks = new RecentMap(maxNetworks);
  }

  /** Counts one and answers true, or answers false when the minute is full. */
  take(network: string, nowMs: number): boolean {
    const now = Math.floor(nowMs / BUCKET_MS);
    const counts = this.#networks.get(network) ?? { newest: now, buckets: new Uint8Array(BUCKETS) };
    advance(counts, now);
    const allowed = counts.buckets.reduce((sum, count) => sum + count, 0) < CHALLENGES_A_MINUTE;
    if (allowed) counts.buckets[counts.newest % BUCKETS]!++;
    this.#networks.set(network, counts);
    return allowed;
  }
}

/** Empties the buckets between the newest one and now. A clock that went back keeps counting in the newest. */
function advance(counts: Counts, now: number): void {
  const steps = Math.min(Math.max(now - counts.newest, 0), BUCKETS);
  for (let step = 1; step <= steps; step++) counts.buckets[(now - steps + step) % BUCKETS] = 0;
  counts.newest = Math.max(now, counts.newest);
}
