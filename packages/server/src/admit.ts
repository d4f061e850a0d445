import { type Code, encodeBase64url, LIMITS, type Result } from '@tollgate/core';
import { type CheckedFacts, checkFacts } from './facts.js';
import type { GateContext } from './gate-context.js';
import { issueChallenge, priceChallenge } from './issue-challenge.js';
import { mintPermit } from './permits.js';
import { roomFor } from './room.js';
import type { AdmitClaim, AdmitResult, Choice, PermitRecord, PermitState, RowUse } from './store.js';
import { type CostStatement, kindOf, NO_COST, type Refused, type Verdict } from './verdict.js';
import { type VerifiedToken, verifyToken } from './verify-token.js';

/** A verdict, with what only the gate itself needs of it. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly facts?: CheckedFacts | undefined;
  readonly destination?: VerifiedToken['destination'] | undefined;
  /** For an `allow` given before under the same idempotency key: how far its permit has gone. */
  readonly repeats?: PermitState | undefined;
}

/** Judges one request to text. Never throws for input; a store that fails is the verdict `store-unavailable`. */
export async function judge(context: GateContext, gate: object, given: unknown): Promise<Judgement> {
  const facts = checkFacts(given);
  if ('wrong' in facts) return { verdict: refusal(context, 'facts-invalid', { more: [facts.wrong] }) };
  const verified = await verify(context, facts);
  if (!verified.ok) return { verdict: refusal(context, verified.code), facts };
  const { destination, lacking, work } = verified.value;
  if (lacking) return { verdict: await askWork(context, verified.value, lacking), facts, destination };
  const choices = roomFor(context, facts, destination);
  if (choices.length === 0) {
    return { verdict: refusal(context, 'country-refused', { cost: { ...NO_COST, work } }), facts, destination };
  }
  const claim = await claimOf(context, facts, verified.value);
  const result = await askStore(context, claim, choices);
  if (!result) {
    return { verdict: refusal(context, 'store-unavailable', { cost: { ...NO_COST, work } }), facts, destination };
  }
  return { ...conclude(context, gate, { facts, verified: verified.value, claim, result }), facts, destination };
}

async function askStore(
  { store }: GateContext,
  claim: AdmitClaim,
  choices: readonly Choice[],
): Promise<AdmitResult | undefined> {
  try {
    return await store.admit(claim, choices);
  } catch {
    return undefined;
  }
}

async function verify(context: GateContext, facts: CheckedFacts): Promise<Result<VerifiedToken>> {
  const fault = doorFault(context, facts);
  return fault ? { ok: false, code: fault } : verifyToken(context, facts);
}

function doorFault({ options }: GateContext, { action, origin, token }: CheckedFacts): Code | undefined {
  if (!options.actions.includes(action)) return 'action-unknown';
  if (!options.origins.includes(origin ?? '')) return 'origin-refused';
  return token === undefined || token === null || token === '' ? 'token-missing' : undefined;
}

async function claimOf(context: GateContext, facts: CheckedFacts, verified: VerifiedToken): Promise<AdmitClaim> {
  const { challenge, destination } = verified;
  const { action, channel, segments, idempotencyKey } = facts;
  const { e164 } = destination;
  const intent = JSON.stringify([idempotencyKey, e164, action, channel]);
  return {
    jti: encodeBase64url(challenge.jti),
    redeemedUntilMs: (challenge.expSec + LIMITS.clockSkewSec) * 1_000,
    idempotency: idempotencyKey === undefined ? undefined : await context.keyedHash('idempotency', intent),
    permit: {
      pid: encodeBase64url(new Uint8Array(context.options.random(LIMITS.idBytes))),
      number: await context.keyedHash('number', e164),
      action,
      channel,
      segments,
      microUsd: context.prices.priceText(e164, { channel, segments }).totalMicroUsd,
    },
  };
}

interface Admission {
  readonly facts: CheckedFacts;
  readonly verified: VerifiedToken;
  readonly claim: AdmitClaim;
  readonly result: AdmitResult;
}

function conclude(context: GateContext, gate: object, admission: Admission): Pick<Judgement, 'verdict' | 'repeats'> {
  const { result, claim } = admission;
  const cost = costOf(context, admission);
  switch (result.kind) {
    case 'granted':
      return { verdict: allow(context, gate, { ...admission, cost, permit: claim.permit, grant: result }) };
    case 'repeated':
      return {
        verdict: allow(context, gate, { ...admission, cost, permit: result.permit, grant: result }),
        repeats: result.state,
      };
    case 'used':
      return { verdict: refusal(context, 'token-used', { cost }) };
    case 'mismatch':
      return { verdict: refusal(context, 'idempotency-mismatch', { cost }) };
    case 'full': {
      const { meter, window } = result.row;
      const code = meter === 'site' ? 'cap-reached' : 'pool-exhausted';
      return { verdict: refusal(context, code, { cost, more: [meter, window] }) };
    }
  }
}

interface Granting extends Admission {
  readonly cost: CostStatement;
  readonly permit: PermitRecord;
  readonly grant: Extract<AdmitResult, { kind: 'granted' | 'repeated' }>;
}

function allow(context: GateContext, gate: object, { verified, cost, permit, grant }: Granting): Verdict {
  const { pid, action, channel, segments } = permit;
  return {
    kind: 'allow',
    clientData: verified.token.clientData,
    extension: verified.token.extension,
    reasons: [`tier-${grant.tier}`, ...(grant.kind === 'repeated' ? ['repeated'] : [])],
    cost,
    permit: mintPermit(context, gate, {
      id: pid,
      phone: verified.destination.e164,
      action,
      channel,
      segments,
      expiresAtSec: Math.floor(grant.heldUntilMs / 1_000),
    }),
  };
}

function costOf(context: GateContext, { verified, facts, result }: Admission): CostStatement {
  const price = context.prices.priceText(verified.destination.e164, facts);
  return { work: verified.work, price, exposure: exposureOf(result) };
}

/** The pool's hour, where rows were looked at; the full row where one was full. */
function exposureOf(result: AdmitResult): CostStatement['exposure'] {
  const rows: readonly RowUse[] = result.kind === 'granted' ? result.rows : result.kind === 'full' ? [result.row] : [];
  const row = rows.find(({ meter, window }) => meter !== 'site' && window === 'hour') ?? rows[0];
  return row && { pool: row.meter, usedMicroUsd: row.usedMicroUsd, limitMicroUsd: row.limitMicroUsd };
}

/** Right work that is not enough yet: the priced challenge goes back, and nothing is stored. */
async function askWork(
  context: GateContext,
  { challenge, destination, work }: VerifiedToken,
  code: 'number-unpriced' | 'proof-short',
): Promise<Refused> {
  const priced = await priceChallenge(context, challenge, destination.e164);
  const response = await issueChallenge(context, priced);
  return { kind: 'work', code, reasons: [code], cost: { ...NO_COST, work }, ...response };
}

/** The verdict of a code. Where a site offers no other way, a step-up is a plain no. */
export function refusal(
  { options }: GateContext,
  code: Code,
  { cost = NO_COST, more = [] }: { readonly cost?: CostStatement; readonly more?: readonly string[] } = {},
): Refused {
  const kind = kindOf(code);
  const reasons = [code, ...more];
  if (kind !== 'step-up') return { kind, code, reasons, cost };
  if (options.stepUp === 'none') return { kind: 'deny', code, reasons, cost };
  return { kind, code, reasons, cost, ways: options.stepUp };
}
