import { type Code, encodeBase64url } from '@tollgate/core';
import { askWork, type Judgement, judgeVerified, judgeWith, refusal, type VerifiedRequest } from './admit.js';
import { askedOf } from './asked.js';
import type { GateContext } from './gate-context.js';
import { raisedForTest } from './raised-for-test.js';
import type { TestSite } from './test-site.js';
import { NO_COST, type Refused } from './verdict.js';

/** What `test-delay` asks people to wait. Whoever comes sooner is let through too: tests need not wait. */
const DELAY_SEC = 3;
/** How long a device that was told to wait is let through afterwards, with whichever token: a form makes one for each submit. */
const FORGIVEN_MS = 60_000;

type Answered = Pick<Judgement, 'verdict' | 'repeats'>;

/** Answers as a test site's name says, once the token was checked as a real gate checks it. */
type Answer = (context: GateContext, gate: object, request: VerifiedRequest) => Promise<Answered>;

const ANSWERS: Readonly<Record<TestSite, Answer>> = {
  'test-pass': judgeVerified,
  'test-work': workOnce,
  'test-delay': delayOnce,
  'test-step-up': (context, _, request) => refuseAs(context, request, 'device-exhausted'),
  // What its numbers would be told by a real gate, which knows before it has looked at anything else.
  'test-deny': (context) => Promise.resolve({ verdict: refusal(context, 'number-unassigned') }),
  'test-spent': (context, _, request) => refuseAs(context, request, 'token-used'),
};

/** Judges one request as a test site: the token in earnest, the rest by the site's name. */
export function judgeAsTestSite(context: GateContext, gate: object, given: unknown): Promise<Judgement> {
  const answer = ANSWERS[context.options.testSite!];
  return judgeWith(context, given, (request) => answer(context, gate, request));
}

/** The number is asked twice the work, as where it got hot since; whoever has done that is let through. */
async function workOnce(context: GateContext, gate: object, request: VerifiedRequest): Promise<Answered> {
  const { verified } = request;
  const { puzzle } = raisedForTest(context, verified.challenge);
  if (verified.challenge.puzzle.k >= puzzle.k) return judgeVerified(context, gate, request);
  return { verdict: await askWork(context, verified, 'proof-short') };
}

async function delayOnce(context: GateContext, gate: object, request: VerifiedRequest): Promise<Answered> {
  const isFirst = await isFirstTime(context, request);
  if (isFirst === undefined) return refuseAs(context, request, 'store-unavailable');
  if (!isFirst) return judgeVerified(context, gate, request);
  const { verdict } = await refuseAs(context, request, 'number-spacing');
  return { verdict: { ...verdict, retryAfterSec: DELAY_SEC } };
}

/** Whether this device was not told to wait in the last minute; `undefined` where the store does not answer. */
async function isFirstTime({ store }: GateContext, { verified }: VerifiedRequest): Promise<boolean | undefined> {
  try {
    return await store.mark(`test-delay.${encodeBase64url(verified.thumbprint)}`, FORGIVEN_MS);
  } catch {
    return undefined;
  }
}

/** A refusal as the rules give it after the token: with what the text would cost and what was noticed. Nothing is stored. */
async function refuseAs(
  context: GateContext,
  { facts, verified }: VerifiedRequest,
  code: Code,
): Promise<{ readonly verdict: Refused }> {
  const { destination, work } = verified;
  const asking = await askedOf(context, { facts, destination, signals: verified.token.signals });
  if (!asking) return { verdict: refusal(context, 'price-invalid', { cost: { ...NO_COST, work } }) };
  const { price, impression } = asking;
  const cost = { ...NO_COST, work, price };
  return { verdict: { ...refusal(context, code, { cost }), impression } };
}
