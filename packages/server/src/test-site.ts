import type { Code, PuzzleRow } from '@tollgate/core';
import type { Mode } from './mode.js';
import type { NumberPolicy } from './phone-number.js';
import { type CapMicroUsd, usd } from './pools.js';

/** What each test site answers to a right token, as its gate says it at its start. */
const ANSWERS = Object.freeze({
  'test-pass': 'allow, with a permit',
  'test-work': 'work (402) once for each challenge, then allow',
  'test-delay': 'delay (429) the first time, then allow',
  'test-step-up': 'step-up (403)',
  'test-deny': 'deny (403)',
  'test-spent': 'deny (403), as to a token that was used before',
});

/** A site whose gate answers one thing, for a developer's own tests: what its name says. */
export type TestSite = keyof typeof ANSWERS;

const NAMES = Object.keys(ANSWERS) as readonly TestSite[];
const RESERVED = /^test-/;

/** Every kind of number passes: those that are nobody's, which tests had best use, are unassigned to a real gate. */
export const ALLOW_ALL: NumberPolicy = Object.freeze({
  premiumRate: 'allow',
  sharedCost: 'allow',
  satellite: 'allow',
  pager: 'allow',
  unassigned: 'allow',
});

/** What never refuses a request to a test site. Checks of facts and token, single use, the cap and a store that is away do. */
export const LIFTED_ON_TEST_SITES: ReadonlySet<Code> = new Set([
  'number-unassigned',
  'number-premium-rate',
  'number-shared-cost',
  'number-satellite',
  'number-pager',
  'number-spacing',
  'device-exhausted',
  'country-refused',
  'prefix-closed',
  'pool-busy',
  'pool-exhausted',
  'block-exhausted',
  'range-exhausted',
  'store-degraded',
]);

interface TestOptions {
  readonly site: string;
  readonly testKeys: boolean;
  readonly mode: Mode;
}

/**
 * Which test site the options ask for, if any. Its name and `testKeys` have to agree, so that neither a name that was mistyped nor a
 * flag that was left on lets a real site's gate judge nothing. Throws `RangeError` naming the option.
 */
export function testSiteOf({ site, testKeys, mode }: TestOptions): TestSite | undefined {
  const found = NAMES.find((name) => name === site);
  if (!testKeys) {
    if (!RESERVED.test(site)) return undefined;
    const why = found ? 'a test site, which needs "testKeys": true' : 'reserved, as are all names in test-';
    throw new RangeError(`option "site": "${site}" is ${why}`);
  }
  if (!found) throw new RangeError(`option "site": with "testKeys" it must be one of ${NAMES.join(', ')}`);
  if (mode !== 'enforce') throw new RangeError('option "mode": a test site has no shadow mode');
  return found;
}

/** Base p of a test site: a thousandth of the puzzle's own, so that a proof takes milliseconds and still has to be one. */
export function testWorkP({ baseP }: PuzzleRow): number {
  return Math.max(2, Math.floor(baseP / 1_024));
}

/** What the gate of a test site says at its start, in place of what it can lose: the cap is all that bounds it. */
export function testReport(site: TestSite, { hourMicroUsd, dayMicroUsd }: CapMicroUsd): readonly string[] {
  return [
    `tollgate: ${site} IS A TEST SITE AND JUDGES NOTHING: every request with a right token is answered ${ANSWERS[site]}. Not for production.`,
    `tollgate: a permit of ${site} lets a sender send: give it a stand-in. No pool, block or range bounds it, the cap alone does, ` +
      `${usd(hourMicroUsd)} an hour, ${usd(dayMicroUsd)} a day.`,
  ];
}
