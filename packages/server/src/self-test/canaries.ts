import type { Code } from '@tollgate/core';
import { DOOR } from './door-canaries.js';
import { evidenceCanaries, networkCanary } from './evidence-canaries.js';
import { partGrowthCanaries, poolGrowthCanaries } from './growth-canaries.js';
import { INBOUND } from './inbound-canaries.js';
import { ownCapCanaries } from './own-cap-canaries.js';
import { PERMITS } from './permit-canaries.js';
import { capCanaries, partCanaries, poolCanaries } from './room-canaries.js';
import { RATES } from './rate-canaries.js';
import { SENDERS } from './sender-canaries.js';
import { doubtCanaries, silenceCanaries } from './standing-canaries.js';
import { STORE } from './store-canaries.js';
import { type CanariesOf, CHALLENGES, FORGERIES, PROOFS, TEXTS, TOKENS } from './token-canaries.js';

/** Why a code has no canary. */
export interface NoCanary {
  readonly none: string;
}

const AT_THE_DOOR: NoCanary = {
  none: 'answered at the challenge endpoint, which then gives no challenge: nothing is spent',
};
const AT_THE_START: NoCanary = { none: 'met at the start, which it stops itself' };
const OF_PROVIDERS: NoCanary = { none: 'what a provider answered, or its adapter was asked: no rule refuses' };
const OF_REPORTS: NoCanary = { none: 'a report lets no text out; what it moves is in the test suite alone' };

/** All canaries of several families. */
function all(...makers: readonly CanariesOf[]): CanariesOf {
  return (visitor) => makers.flatMap((make) => make(visitor));
}

/**
 * Rule → its canaries: every code has some, or a reason why not. A new code does not compile before it is here.
 */
export const CANARIES: Readonly<Record<Code, CanariesOf | NoCanary>> = Object.freeze({
  ...DOOR,
  'channel-unknown': { none: 'answered at the challenge endpoint; in facts an unknown channel is facts-invalid' },
  ...TEXTS,
  ...TOKENS,
  ...FORGERIES,
  ...CHALLENGES,
  ...PROOFS,
  ...STORE,
  'cap-reached': all(capCanaries, ownCapCanaries),
  'pool-busy': (visitor) => [...poolCanaries(visitor, 'pool-busy'), ...poolGrowthCanaries(visitor, 'pool-busy')],
  'pool-exhausted': (visitor) => [
    ...poolCanaries(visitor, 'pool-exhausted'),
    ...poolGrowthCanaries(visitor, 'pool-exhausted'),
    ...evidenceCanaries(visitor),
    ...doubtCanaries(visitor),
    ...silenceCanaries(visitor),
    networkCanary(visitor),
  ],
  'block-exhausted': (visitor) => [...partCanaries(visitor, 'block'), ...partGrowthCanaries(visitor, 'block')],
  'range-exhausted': (visitor) => [...partCanaries(visitor, 'range'), ...partGrowthCanaries(visitor, 'range')],
  ...PERMITS,
  ...SENDERS,
  'permit-foreign': all(PERMITS['permit-foreign'], SENDERS['permit-foreign']),
  'permit-expired': all(PERMITS['permit-expired'], SENDERS['permit-expired']),
  'permit-unknown': all(PERMITS['permit-unknown'], SENDERS['permit-unknown']),
  'permit-number-mismatch': all(PERMITS['permit-number-mismatch'], SENDERS['permit-number-mismatch']),
  ...INBOUND,
  'inbound-signature-wrong': OF_PROVIDERS,
  ...RATES,
  'route-unknown': AT_THE_DOOR,
  'method-refused': AT_THE_DOOR,
  'media-type-refused': AT_THE_DOOR,
  'body-too-large': AT_THE_DOOR,
  'body-malformed': AT_THE_DOOR,
  'version-unsupported': AT_THE_DOOR,
  'puzzle-unsupported': AT_THE_DOOR,
  'store-unsafe': AT_THE_START,
  'ip-data-unreadable': AT_THE_START,
  'self-test-failed': AT_THE_START,
  'text-empty': OF_PROVIDERS,
  'provider-refused': OF_PROVIDERS,
  'provider-failed': OF_PROVIDERS,
  'provider-silent': OF_PROVIDERS,
  'report-invalid': OF_REPORTS,
  'report-unknown': OF_REPORTS,
  'report-repeated': OF_REPORTS,
  'outcome-contradicts': OF_REPORTS,
} satisfies Record<Code, CanariesOf | NoCanary>);
