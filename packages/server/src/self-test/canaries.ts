import type { VerdictCode } from '@tollgate/core';
import { DOOR } from './door-canaries.js';
import { evidenceCanaries, networkCanary } from './evidence-canaries.js';
import { capCanaries, partCanaries, poolCanaries } from './room-canaries.js';
import { STORE } from './store-canaries.js';
import { type CanariesOf, CHALLENGES, FORGERIES, PROOFS, TEXTS, TOKENS } from './token-canaries.js';

/** Why a code has no canary. */
export interface NoCanary {
  readonly none: string;
}

/**
 * Rule → its canaries: every code that a verdict can carry has some, or a reason why not. A new code does not compile
 * before it is here. Codes of permits, of texts to the site and of the challenge endpoint's door are no verdict's and have none.
 */
export const CANARIES: Readonly<Record<VerdictCode, CanariesOf | NoCanary>> = Object.freeze({
  ...DOOR,
  'channel-unknown': { none: 'answered at the challenge endpoint; in facts an unknown channel is facts-invalid' },
  ...TEXTS,
  ...TOKENS,
  ...FORGERIES,
  ...CHALLENGES,
  ...PROOFS,
  ...STORE,
  'cap-reached': capCanaries,
  'pool-busy': (visitor) => poolCanaries(visitor, 'pool-busy'),
  'pool-exhausted': (visitor) => [
    ...poolCanaries(visitor, 'pool-exhausted'),
    ...evidenceCanaries(visitor),
    networkCanary(visitor),
  ],
  'block-exhausted': (visitor) => partCanaries(visitor, 'block'),
  'range-exhausted': (visitor) => partCanaries(visitor, 'range'),
} satisfies Record<VerdictCode, CanariesOf | NoCanary>);
