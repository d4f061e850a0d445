import type { VerdictCode, WorkCost } from '@tollgate/core';
import { EVIDENCE_ROWS } from './evidence/evidence-rows.js';
import type { Impression } from './evidence/evidence.js';
import type { TextPrice } from './prices/price.js';
import type { Tier } from './store.js';
import type { Exposure, Refused, Verdict, VerdictRecord } from './verdict.js';

/** What each code of a verdict means. */
export const CODE_SENTENCES: Readonly<Record<VerdictCode, string>> = Object.freeze({
  'facts-invalid': 'The site’s own code handed over facts that are wrong.',
  'action-unknown': 'The form’s action is not one of the gate’s.',
  'channel-unknown': 'The channel is neither a text nor a call.',
  'origin-refused': 'The request came from an origin that is not one of the gate’s.',
  'number-invalid': 'What was typed cannot be a number.',
  'number-unassigned': 'The number is one that its country has not assigned.',
  'number-premium-rate': 'The number is a premium-rate one.',
  'number-shared-cost': 'The number is a shared-cost one.',
  'number-satellite': 'The number belongs to a satellite or another global network.',
  'number-pager': 'The number is a pager’s.',
  'price-invalid': 'The operator’s prices have no usable price for the number.',
  'token-missing': 'The form came without a token: no script ran, or none of ours.',
  'token-too-long': 'The token is longer than any of ours.',
  'token-encoding-invalid': 'The token is not written as ours are.',
  'token-header-invalid': 'The token’s header is not one of ours.',
  'device-key-invalid': 'The token names a device key that is none.',
  'token-payload-invalid': 'The token’s content does not have the shape of ours.',
  'token-version-unsupported': 'The token is of another wire version.',
  'proof-malformed': 'The token’s proof cannot be read.',
  'signals-invalid': 'The token’s signals are not of the shape that browsers send.',
  'client-data-invalid': 'The token’s client data is not a bounded text.',
  'extension-invalid': 'The token’s extension is not a bounded object.',
  'challenge-encoding-invalid': 'The challenge in the token is not written as ours are.',
  'challenge-header-invalid': 'The challenge’s header is not one of ours.',
  'challenge-payload-invalid': 'The challenge’s content does not have the shape of ours.',
  'challenge-key-unknown': 'The challenge names a key that this gate does not have.',
  'challenge-forged': 'The challenge was not made by this site.',
  'challenge-version-unsupported': 'The challenge is of another wire version.',
  'challenge-early': 'The challenge is from the future: clocks of this site’s servers differ.',
  'challenge-expired': 'The challenge is older than 15 minutes.',
  'site-mismatch': 'The challenge was made for another site.',
  'action-mismatch': 'The token was made for another form.',
  'channel-mismatch': 'The token was made for the other channel.',
  'origin-mismatch': 'The token was made on another origin.',
  'puzzle-unknown': 'The challenge names a puzzle that there is not.',
  'puzzle-refused': 'The challenge is over a puzzle that this gate does not hand out.',
  'work-out-of-bounds': 'The challenge asks other work than this gate does.',
  'number-mismatch': 'The token was made for another number.',
  'number-unpriced': 'The work was done before a number was named: the rest is asked for.',
  'proof-too-long': 'The proof has more pieces than were asked for.',
  'nonce-out-of-range': 'The proof has a nonce that no searcher comes to.',
  'proof-wrong': 'The work was not done.',
  'proof-short': 'A part of the work is missing: the rest is asked for.',
  'signature-wrong': 'The token is not signed by the device that it names.',
  'client-data-mismatch': 'The token’s client data is not what the page was given.',
  'token-used': 'The token was used before.',
  'idempotency-mismatch': 'The token was used before, under another idempotency key.',
  'in-progress': 'The same text is being sent at this moment.',
  'number-spacing': 'The number was texted a short time ago, or too often.',
  'device-exhausted': 'The device has too many numbers open, or too many texts whose codes were not entered.',
  'country-refused': 'Strangers’ numbers of this country are not texted.',
  'prefix-closed': 'The operator has closed the number’s prefix to strangers.',
  'cap-reached': 'The site’s cap is reached.',
  'pool-busy': 'The hour’s share of the pool is out, and codes may still come back: there will be room soon.',
  'pool-exhausted': 'The pool has no room for another text.',
  'block-exhausted': 'The number’s block of a million has no room for another text.',
  'range-exhausted': 'The number’s range of ten thousand has no room for another text.',
  'store-degraded': 'The store lost writes, and is closed to strangers until the operator or an hour has passed.',
  'store-unavailable': 'The store did not answer.',
});

const TIER_SENTENCES: Readonly<Record<Tier, string>> = Object.freeze({
  known: 'Tier known: the number was verified or trusted here before, or is on the site’s record.',
  warm: 'Tier warm: a code was entered for a text of this device in the last 90 days.',
  cold: 'Tier cold: neither the number nor the device has a history that counts here.',
  flagged: 'Tier flagged: evidence speaks against the request, and half of the room is left to others.',
});

/**
 * A verdict in sentences, for the site's own people: what was decided and why, whose room was asked for, what the text
 * costs and by which price, how full its pool was, and what work was shown. English, without a number or an address; parts
 * that a verdict does not have are left out.
 */
export function explain(verdict: Verdict | VerdictRecord): readonly string[] {
  const { cost, tier, impression } = verdict;
  return [
    decisionOf(verdict),
    ...fullOf(verdict),
    ...(tier ? [TIER_SENTENCES[tier]] : []),
    ...(impression ? evidenceOf(impression) : []),
    ...(cost.price ? [priceOf(cost.price)] : []),
    ...(cost.exposure ? [exposureOf(cost.exposure)] : []),
    ...(cost.work ? [workOf(cost.work)] : []),
  ];
}

function decisionOf(verdict: Verdict | VerdictRecord): string {
  if (verdict.kind !== 'allow') return refusalOf(verdict);
  if (verdict.wouldBe) return `allow, in shadow mode. It would have been ${refusalOf(verdict.wouldBe)}`;
  const isRepeated = verdict.reasons.includes('repeated');
  return isRepeated
    ? 'allow: The same text was allowed before: this is its permit again.'
    : 'allow: A text may go out.';
}

function refusalOf({ kind, code }: Pick<Refused, 'kind' | 'code'>): string {
  return `${kind}: ${CODE_SENTENCES[code as VerdictCode]}`;
}

const SUMS: Readonly<Record<string, string>> = {
  exposed: 'money out whose codes were not entered',
  untrusted: 'money out that is not trusted',
  all: 'all money',
};
const WINDOWS: Readonly<Record<string, string>> = { hour: 'an hour', day: 'a day', month: '30 days' };

/** Which limit was full: the reasons name meter, sum and window. */
function fullOf(verdict: Verdict | VerdictRecord): readonly string[] {
  const { reasons } = (verdict.kind === 'allow' && verdict.wouldBe) || verdict;
  const [, meter, sum = '', window = ''] = reasons;
  if (meter === undefined || !Object.hasOwn(SUMS, sum) || !Object.hasOwn(WINDOWS, window)) return [];
  return [`Full was the limit of ${meter} for ${SUMS[sum]} within ${WINDOWS[window]}.`];
}

function evidenceOf({ standing, evidence }: Impression): readonly string[] {
  if (evidence.length === 0) {
    return standing === 'unclear' ? ['The browser said too little of itself for the warm tier.'] : [];
  }
  return evidence.map(({ name, weight, detail }) => {
    const row = EVIDENCE_ROWS.find((one) => one.name === name);
    return `${weight}: ${row?.sentence ?? name} ${detail}`;
  });
}

function priceOf({ totalMicroUsd, segments, feeMicroUsd, prefix, asOf, source }: TextPrice): string {
  const parts = segments === 1 ? '1 segment' : `${segments} segments`;
  const fee = feeMicroUsd > 0 ? ` and a fee of ${usd(feeMicroUsd)}` : '';
  const by = prefix === '' ? 'no prefix of the table' : `prefix ${prefix}`;
  return `It costs ${usd(totalMicroUsd)} (${parts}${fee}; by ${by}, as of ${asOf}; source: ${source}).`;
}

function exposureOf({ pool, usedMicroUsd, limitMicroUsd, heat }: Exposure): string {
  const full = heat === 0 ? 'less than half full' : `at least ${heat} % full`;
  return `Before it, ${usd(usedMicroUsd)} of ${usd(limitMicroUsd)} of ${pool} were used; the fullest of its places was ${full}.`;
}

function workOf({ hashes, coreSeconds, nativeMicroUsdPerMillion, gpuMicroUsdPerMillion }: WorkCost): string {
  return (
    `Work shown: ${hashes.toLocaleString('en')} expected hashes, ${coreSeconds.toFixed(2)} seconds of a server’s core; ` +
    `a million such proofs cost an attacker ${usd(nativeMicroUsdPerMillion)} on rented cores, ` +
    `${usd(gpuMicroUsdPerMillion)} on rented GPUs.`
  );
}

/** Texts cost fractions of a cent. */
function usd(microUsd: number): string {
  return `$${(microUsd / 1e6).toFixed(4)}`;
}
