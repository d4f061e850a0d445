import { type Code, encodeBase64url, LIMITS, type Result } from '@tollgate/core';
import { type Answer, askStore } from './ask-store.js';
import { askedOf } from './asked.js';
import { type CheckedFacts, checkFacts } from './facts.js';
import type { GateContext } from './gate-context.js';
import { aliasOf, isInShadow } from './mode.js';
import { issueChallenge, priceChallenge } from './issue-challenge.js';
import { mintPermit } from './permits.js';
import type { TextPrice } from './prices/price.js';
import { raisedForTest } from './raised-for-test.js';
import type { Destination } from './phone-number.js';
import type { AdmitClaim, AdmitResult, PermitState, RowUse, Tier } from './store.js';
import { type Allow, type CostStatement, kindOf, NO_COST, type Refused, type Verdict } from './verdict.js';
import { type VerifiedToken, verifyToken } from './verify-token.js';

/** How long somebody waits at least for codes to come: most are entered within that of their text. */
const BUSY_SEC = 40;

/** A verdict, with what only the gate itself needs of it. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly facts?: CheckedFacts | undefined;
  readonly destination?: Destination | undefined;
  /** Where it held. */
  readonly token?: VerifiedToken['token'] | undefined;
  /** For an `allow` given before under the same idempotency key: how far its permit has gone. */
  readonly repeats?: PermitState | undefined;
}

/** Judges one request to text. Never throws for input; a store that fails is the verdict `store-unavailable`. */
export function judge(context: GateContext, gate: object, given: unknown): Promise<Judgement> {
  return judgeWith(context, given, (request) => judgeVerified(context, gate, request));
}

/** Checks facts and token, and leaves what comes after a token that held to `judgeRest`. */
export async function judgeWith(
  context: GateContext,
  given: unknown,
  judgeRest: (request: VerifiedRequest) => Promise<Pick<Judgement, 'verdict' | 'repeats'>>,
): Promise<Judgement> {
  const facts = checkFacts(given);
  if ('wrong' in facts) return { verdict: refusal(context, 'facts-invalid', { more: [facts.wrong] }) };
  const verified = await verify(context, facts);
  if (!verified.ok) return { verdict: refusal(context, verified.code), facts };
  const { destination, lacking, token } = verified.value;
  if (lacking) return { verdict: await askWork(context, verified.value, lacking), facts, destination, token };
  const { verdict, repeats } = await judgeRest({ facts, verified: verified.value });
  return { verdict, repeats, facts, destination, token };
}

/** A request whose token held, to be judged by what it costs. */
export interface VerifiedRequest {
  readonly facts: CheckedFacts;
  readonly verified: VerifiedToken;
}

/** The tier and meters: everything after the token. */
export async function judgeVerified(
  context: GateContext,
  gate: object,
  { facts, verified }: VerifiedRequest,
): Promise<Pick<Judgement, 'verdict' | 'repeats'>> {
  const { destination, work } = verified;
  const cost = { ...NO_COST, work };
  const { signals } = verified.token;
  const asking = await askedOf(context, { facts, destination, signals });
  if (!asking) return { verdict: refusal(context, 'price-invalid', { cost }) };
  const { price, asked, impression } = asking;
  const claim = await claimOf(context, { facts, verified }, price);
  const answer = await askStore(context, asked, claim);
  if (!answer) {
    const unavailable = refusal(context, 'store-unavailable', { cost: { ...cost, price } });
    return { verdict: { ...unavailable, impression } };
  }
  const { verdict, repeats } = conclude(context, gate, { facts, verified, price, claim, answer });
  return { verdict: { ...verdict, tier: tierOf(answer), impression }, repeats };
}

/** The tier whose room it got, or last asked for. */
function tierOf({ result }: Answer): Tier | undefined {
  return 'tier' in result ? result.tier : undefined;
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

async function claimOf(
  context: GateContext,
  { facts, verified }: VerifiedRequest,
  price: TextPrice,
): Promise<AdmitClaim> {
  const { challenge, destination, thumbprint } = verified;
  const { country } = destination;
  const text = await textClaimOf(context, { facts, destination }, price);
  const isShadowed = isInShadow(context.options.mode, { action: facts.action, country });
  return {
    ...text,
    jti: encodeBase64url(challenge.jti),
    redeemedUntilMs: (challenge.expSec + LIMITS.clockSkewSec) * 1_000,
    alias: isShadowed ? aliasOf(text.idempotency) : undefined,
    device: encodeBase64url(thumbprint),
    isShadow: context.options.testSite ? true : undefined,
  };
}

type TextClaim = Pick<AdmitClaim, 'idempotency' | 'permit' | 'number' | 'controlsVersion' | 'isSecondCall'>;

/** What a claim says of the text itself, whoever asks for it and by which token. */
export async function textClaimOf(
  context: GateContext,
  { facts, destination }: { readonly facts: CheckedFacts; readonly destination: Destination },
  price: TextPrice,
): Promise<TextClaim> {
  const { options, epochKeys, book } = context;
  const { action, channel, segments } = facts;
  const number = await epochKeys.number(destination.e164, options.clock());
  const idempotency = await idempotencyOf(context, facts, destination.e164);
  const pid = encodeBase64url(new Uint8Array(options.random(LIMITS.idBytes)));
  return {
    idempotency,
    permit: { pid, action, channel, segments, microUsd: price.totalMicroUsd },
    number,
    controlsVersion: book.version,
    isSecondCall: false,
  };
}

/** What ties an idempotency key to one intent: the key alone says nothing of whose text it asks for. */
function idempotencyOf(
  context: GateContext,
  { idempotencyKey, action, channel }: CheckedFacts,
  e164: string,
): Promise<string> | undefined {
  if (idempotencyKey === undefined) return undefined;
  return context.keyedHash('idempotency', JSON.stringify([idempotencyKey, e164, action, channel]));
}

interface Admission extends VerifiedRequest {
  readonly price: TextPrice;
  readonly claim: AdmitClaim;
  readonly answer: Answer;
}

function conclude(context: GateContext, gate: object, admission: Admission): Pick<Judgement, 'verdict' | 'repeats'> {
  const { claim, price, answer, verified } = admission;
  const { result, room } = answer;
  const cost = { work: verified.work, price, exposure: exposureOf(context, result) };
  const no = (code: Code, ...more: readonly string[]) => ({ verdict: refusal(context, code, { cost, more }) });
  const { token, destination } = verified;
  switch (result.kind) {
    case 'granted':
    case 'repeated':
      return grant(context, gate, { token, destination, cost, claim, result });
    case 'used':
      return no('token-used');
    case 'forgotten':
      return no('store-unavailable');
    case 'mismatch':
      return no('idempotency-mismatch');
    case 'spaced':
      return { verdict: delayed(no('number-spacing').verdict, Math.ceil(result.waitMs / 1_000)) };
    case 'device-full':
      return no('device-exhausted');
    case 'closed':
      return no(room.closedBy ?? 'country-refused');
    case 'degraded':
      context.alerts.tell({ kind: 'store-degraded', message: 'the store lost writes and is closed to strangers' });
      return no('store-degraded');
    case 'full': {
      const { meter, sum, window } = result.row;
      tellPlaceFull(context, meter);
      const full = [nameOf(meter), sum, window];
      if (isBusy(result)) return { verdict: delayed(no('pool-busy', ...full).verdict, busySec(context)) };
      return no(codeOfFull(meter), ...full);
    }
  }
}

/**
 * True where only an hour's room of a pool is taken by texts whose codes may still come: most do within a minute, and then
 * there is room again. What an attack fills stays full, and other ways are shown with the wait. Whoever is flagged is
 * shown them at once.
 */
function isBusy({ tier, row }: Extract<AdmitResult, { kind: 'full' }>): boolean {
  const { meter, sum, window } = row;
  return tier !== 'flagged' && meter.startsWith('pool:') && sum === 'exposed' && window === 'hour';
}

/** Somewhat different for everybody: who was sent away together shall not come back together. */
function busySec({ options }: GateContext): number {
  const [byte = 0] = options.random(1);
  return BUSY_SEC + Math.floor((byte / 256) * BUSY_SEC);
}

function delayed(verdict: Refused, waitSec: number): Refused {
  return { ...verdict, retryAfterSec: Math.max(1, waitSec) };
}

/** Of blocks and ranges only the kind: with the last digits that an event has, little of a number would be left open. */
function nameOf(meter: string): string {
  const [kind = meter] = meter.split(':', 1);
  return kind in FULL_CODES ? kind : meter;
}

/** Alerts say which block or range it is. With a verdict's event, which has the last two digits, that leaves a hundred numbers. */
function tellPlaceFull({ alerts }: GateContext, meter: string): void {
  const [kind, , prefix] = meter.split(':');
  if (prefix === undefined) return;
  alerts.tell({
    kind: 'place-full',
    prefix,
    message: `the ${kind} of numbers +${prefix}… is full: look at who texts there`,
  });
}

const FULL_CODES: Readonly<Record<string, Code>> = {
  site: 'cap-reached',
  block: 'block-exhausted',
  range: 'range-exhausted',
};

function codeOfFull(meter: string): Code {
  return FULL_CODES[meter.split(':', 1)[0]!] ?? 'pool-exhausted';
}

/** A text that may go out. */
interface Granting {
  /** Where it held. */
  readonly token: VerifiedToken['token'] | undefined;
  readonly destination: Destination;
  readonly cost: CostStatement;
  readonly claim: AdmitClaim;
  readonly result: Extract<AdmitResult, { kind: 'granted' | 'repeated' }>;
}

/** Lets a text out that the store found room for now, or under the same key before; what is new is told to the operator. */
export function grant(
  context: GateContext,
  gate: object,
  { token, destination, cost, claim, result }: Granting,
): { readonly verdict: Allow; readonly repeats: PermitState | undefined } {
  const isRepeated = result.kind === 'repeated';
  const { pid, action, channel, segments, microUsd } = isRepeated ? result.permit : claim.permit;
  if (!isRepeated) context.alerts.rowsUsed(result.rows, result.tier, microUsd);
  const verdict: Allow = {
    kind: 'allow',
    clientData: token?.clientData,
    extension: token?.extension,
    reasons: [`tier-${result.tier}`, ...(isRepeated ? ['repeated'] : [])],
    cost,
    tier: result.tier,
    resendAfterSec: Math.ceil(result.resendAfterMs / 1_000),
    permit: mintPermit(context, gate, {
      id: pid,
      phone: destination.e164,
      action,
      channel,
      segments,
      expiresAtSec: Math.floor(result.heldUntilMs / 1_000),
    }),
  };
  return { verdict, repeats: isRepeated ? result.state : undefined };
}

/** The pool's hour, where rows were looked at; the full row where one was full. */
export function exposureOf({ allowances }: GateContext, result: AdmitResult): CostStatement['exposure'] {
  if (result.kind !== 'granted' && result.kind !== 'full') return undefined;
  const rows: readonly RowUse[] = result.kind === 'granted' ? result.rows : [result.row];
  const row = rows.find(({ meter, window }) => meter.startsWith('pool:') && window === 'hour') ?? rows[0];
  if (!row) return undefined;
  return {
    pool: nameOf(row.meter),
    usedMicroUsd: row.used,
    limitMicroUsd: row.limit,
    heat: allowances.heat(rows, result.tier),
  };
}

/** Right work that is not enough yet: the priced challenge goes back, with what was promised, and nothing is stored. */
export async function askWork(
  context: GateContext,
  { challenge, destination, work }: VerifiedToken,
  code: 'number-unpriced' | 'proof-short',
): Promise<Refused> {
  const priced = code === 'proof-short' ? challenge : await priceChallenge(context, challenge, destination);
  const response = await issueChallenge(context, raisedForTest(context, priced));
  return { kind: 'work', code, reasons: [code], cost: { ...NO_COST, work }, ...response };
}

/** The verdict of a code. Where a site offers no other way, a step-up is a plain no; who shall wait need not. */
export function refusal(
  { options }: GateContext,
  code: Code,
  { cost = NO_COST, more = [] }: { readonly cost?: CostStatement; readonly more?: readonly string[] } = {},
): Refused {
  const kind = kindOf(code);
  const reasons = [code, ...more];
  if (options.stepUp === 'none') return { kind: kind === 'step-up' ? 'deny' : kind, code, reasons, cost };
  if (kind === 'step-up' || kind === 'delay') return { kind, code, reasons, cost, ways: options.stepUp };
  return { kind, code, reasons, cost };
}
