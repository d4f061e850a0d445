import type { Evidence } from './evidence.js';
import type { Sighting } from './sighting.js';

/** One rule of evidence: looks at one thing, and can only make a verdict stricter. */
export interface EvidenceRow extends Pick<Evidence, 'name' | 'weight' | 'cause'> {
  /** What it means, as a sentence for the site's own people. */
  readonly sentence: string;
  /** The values that speak against the request; `undefined` where nothing does, or where one of them is missing. */
  notice(sighting: Sighting): readonly unknown[] | undefined;
}
