import { type Code, encodeBase64url, LIMITS } from '@tollgate/core';
import { exposureOf, grant, judge, type Judgement, refusal, textClaimOf } from './admit.js';
import { askStore } from './ask-store.js';
import { askedOf } from './asked.js';
import type { CheckedFacts } from './facts.js';
import type { GateContext } from './gate-context.js';
import { aliasOf, isInShadow } from './mode.js';
import { type Destination, placeOf, readPhone } from './phone-number.js';
import type { TextPrice } from './prices/price.js';
import type { AdmitClaim } from './store.js';
import type { Refused, WouldBe } from './verdict.js';

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
  const no = (code: Code, ...more: readonly string[]): Judgement => {
    return { ...judgement, destination, verdict: refusal(context, code, { cost: refused.cost, more }) };
  };
  const { signals = {} } = judgement.token ?? {};
  const asking = await askedOf(context, { facts, destination, signals });
  if (!asking) return no('price-invalid');
  const { price, asked, impression } = asking;
  const claim = await shadowClaim(context, lifting, price);
  const { result } = (await askStore(context, asked, claim)) ?? {};
  switch (result?.kind) {
    case undefined:
      return no('store-unavailable');
    case 'granted':
    case 'repeated': {
      const cost = { ...refused.cost, price, exposure: refused.cost.exposure ?? exposureOf(context, result) };
      const { token } = judgement;
      const { verdict, repeats } = grant(context, gate, { token, destination, cost, claim, result });
      const reasons = ['shadow', ...verdict.reasons];
      return {
        ...judgement,
        destination,
        repeats,
        verdict: { ...verdict, reasons, impression, wouldBe: wouldBeOf(refused) },
      };
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
  const { options } = context;
  const text = await textClaimOf(context, { facts, destination }, price);
  return {
    ...text,
    jti: encodeBase64url(new Uint8Array(options.random(LIMITS.idBytes))),
    alias: aliasOf(text.idempotency),
    redeemedUntilMs: options.clock() + (LIMITS.challengeTtlSec + LIMITS.clockSkewSec) * 1_000,
    device: '',
    isShadow: true,
  };
}

/** The refusal without what a client would need to go on: nobody is asked to. */
function wouldBeOf({ kind, code, reasons, retryAfterSec }: Refused): WouldBe {
  return { kind, code, reasons, ...(retryAfterSec !== undefined && { retryAfterSec }) };
}
