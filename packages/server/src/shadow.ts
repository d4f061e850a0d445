import { type Code, encodeBase64url, LIMITS } from '@tollgate/core';
import { exposureOf, idempotencyOf, judge, type Judgement, refusal } from './admit.js';
import { askStore } from './ask-store.js';
import { askedOf } from './asked.js';
import type { CheckedFacts } from './facts.js';
import type { GateContext } from './gate-context.js';
import { aliasOf, isInShadow } from './mode.js';
import { mintPermit } from './permits.js';
import { type Destination, placeOf, readPhone } from './phone-number.js';
import type { TextPrice } from './prices/price.js';
import type { AdmitClaim, AdmitResult } from './store.js';
import { bookedPrice } from './text-price.js';
import type { Allow, Refused, WouldBe } from './verdict.js';

/** What cannot be texted whatever the mode, and the site's cap. */
export const NEVER_LIFTED: ReadonlySet<Code> = new Set([
  'facts-invalid',
  'action-unknown',
  'number-invalid',
  'price-invalid',
  'cap-reached',
]);

/** Judges one request to text; where that is in shadow and would be refused, it is allowed, and `wouldBe` says how. */
export async function judgeByMode(context: GateContext, gate: object, given: unknown): Promise<Judgement> {
  const judgement = await judge(context, gate, given);
  const refused = refusedIn(context, judgement);
  const { facts } = judgement;
  if (context.options.mode === 'enforce' || !facts || !refused || NEVER_LIFTED.has(refused.code)) return judgement;
  const number = readPhone(facts.phone, facts.country);
  const destination = number.ok ? placeOf(number.value) : undefined;
  const { action } = facts;
  if (!isInShadow(context.options.mode, { action, country: destination?.country })) return judgement;
  if (!destination) return { ...judgement, verdict: refusal(context, 'number-invalid') };
  return letOut(context, gate, { judgement, facts, destination, refused });
}

/** What a judgement comes to as a refusal. A permit whose text the provider refused is one: nobody was texted with it. */
function refusedIn(context: GateContext, { verdict, repeats }: Judgement): Refused | undefined {
  if (verdict.kind !== 'allow') return verdict;
  return repeats === 'failed' ? refusal(context, 'token-used', { cost: verdict.cost }) : undefined;
}

/** A request that is refused, and is to be let out. */
interface Lifting {
  readonly judgement: Judgement;
  readonly facts: CheckedFacts;
  readonly destination: Destination;
  readonly refused: Refused;
}

async function letOut(context: GateContext, gate: object, lifting: Lifting): Promise<Judgement> {
  const { judgement, facts, destination, refused } = lifting;
  const booked = bookedPrice(context.prices, destination.e164, facts);
  const no = (code: Code, ...more: readonly string[]): Judgement => {
    return { ...judgement, destination, verdict: refusal(context, code, { cost: refused.cost, more }) };
  };
  if (!booked) return no('price-invalid');
  const { price } = booked;
  const { signals = {} } = judgement.token ?? {};
  const { asked, impression } = await askedOf(context, { facts, destination, signals }, booked);
  const claim = await shadowClaim(context, lifting, price);
  const { result } = (await askStore(context, asked, claim)) ?? {};
  switch (result?.kind) {
    case undefined:
      return no('store-unavailable');
    case 'granted':
    case 'repeated': {
      const verdict = { ...allow(context, gate, { ...lifting, claim, price, result }), impression };
      if (result.kind === 'repeated') return { ...judgement, destination, repeats: result.state, verdict };
      context.alerts.rowsUsed(result.rows, result.tier, price.totalMicroUsd);
      return { ...judgement, destination, repeats: undefined, verdict };
    }
    case 'full': {
      const { meter, sum, window } = result.row;
      return no('cap-reached', meter, sum, window);
    }
    default:
      // A store of the operator's own that does not know shadow mode.
      return judgement;
  }
}

/** A claim of its own: what was refused may have no token, or one that was used. */
async function shadowClaim(
  context: GateContext,
  { facts, destination }: Lifting,
  price: TextPrice,
): Promise<AdmitClaim> {
  const { options, epochKeys, book } = context;
  const { action, channel, segments } = facts;
  const idempotency = await idempotencyOf(context, facts, destination.e164);
  const freshId = () => encodeBase64url(new Uint8Array(options.random(LIMITS.idBytes)));
  return {
    jti: freshId(),
    alias: aliasOf(idempotency),
    redeemedUntilMs: options.clock() + (LIMITS.challengeTtlSec + LIMITS.clockSkewSec) * 1_000,
    idempotency,
    permit: { pid: freshId(), action, channel, segments, microUsd: price.totalMicroUsd },
    number: await epochKeys.number(destination.e164, options.clock()),
    device: '',
    controlsVersion: book.version,
    isSecondCall: false,
    isShadow: true,
  };
}

interface LetOut extends Lifting {
  readonly claim: AdmitClaim;
  readonly price: TextPrice;
  readonly result: Extract<AdmitResult, { kind: 'granted' | 'repeated' }>;
}

function allow(context: GateContext, gate: object, lettingOut: LetOut): Allow {
  const { judgement, destination, refused, claim, price, result } = lettingOut;
  const { pid, action, channel, segments } = result.kind === 'repeated' ? result.permit : claim.permit;
  const { cost } = refused;
  return {
    kind: 'allow',
    clientData: judgement.token?.clientData,
    extension: judgement.token?.extension,
    reasons: ['shadow', `tier-${result.tier}`, ...(result.kind === 'repeated' ? ['repeated'] : [])],
    cost: { ...cost, price, exposure: cost.exposure ?? exposureOf(context, result) },
    permit: mintPermit(context, gate, {
      id: pid,
      phone: destination.e164,
      action,
      channel,
      segments,
      expiresAtSec: Math.floor(result.heldUntilMs / 1_000),
    }),
    resendAfterSec: Math.ceil(result.resendAfterMs / 1_000),
    tier: result.tier,
    wouldBe: wouldBeOf(refused),
  };
}

/** The refusal without what a client would need to go on: nobody is asked to. */
function wouldBeOf({ kind, code, reasons, retryAfterSec }: Refused): WouldBe {
  return { kind, code, reasons, ...(retryAfterSec !== undefined && { retryAfterSec }) };
}
