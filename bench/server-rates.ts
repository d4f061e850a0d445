import type { Facts, Gate } from '@tollgate/server';
import { createBenchGate, createTokenMaker, factsFor, ORIGIN } from './bench-gate.js';
import type { Row } from './table.js';

/** How long each kind is repeated; the machine's noise is longer than most of them. */
const RUN_MS = 1_500;
/** Little work, so that tokens come by the hundred: a piece costs as much to check whatever was expected of it. */
const WORK = { p: 64, k: 8 };
const LAST_NONCE = 64 * WORK.p - 1;
/** Tokens of each kind that is used up by being presented. */
const TOKENS = 200;
/** Area codes, each with eight blocks of numbers: a block and a range take few texts. */
const AREAS = [202, 212, 303, 305, 312, 404, 415, 503];

interface Kind {
  readonly what: string;
  readonly deed: () => Promise<unknown>;
  /** How often the deed may be done: tokens are used up. Default: for as long as the run lasts. */
  readonly times?: number;
}

/** Challenges, admissions and each kind of refusal a second, in one process on one core. */
export async function measureServer(): Promise<readonly Row[]> {
  const gate = createBenchGate({ work: WORK });
  const makeToken = createTokenMaker(gate);
  const tokens: string[] = [];
  while (tokens.length < TOKENS) tokens.push(await makeToken());
  const whole: Facts[] = [];
  for (let at = 0; at < TOKENS; at += 1) {
    const phone = numberAt(at);
    whole.push(factsFor(await makeToken(phone), phone));
  }
  const good = tokens[0]!;
  const unsigned = tokens.slice(1).map(withOtherSignature);
  const admit = (token: string) => () => expectKind(gate, 'deny', factsFor(token));
  const kinds: readonly Kind[] = [
    { what: 'malformed (respelled)', deed: admit(`${good}=`) },
    { what: 'bad HMAC of the challenge', deed: admit(withOtherMac(good)) },
    { what: 'good challenge, no work', deed: admit(withoutWork(good)) },
    {
      what: 'good work, bad signature',
      deed: () => expectKind(gate, 'deny', factsFor(unsigned.pop()!)),
      times: unsigned.length,
    },
    { what: 'the same work again', deed: admit(withOtherSignature(tokens[1]!)) },
    { what: 'whole token admitted', deed: () => expectKind(gate, 'allow', whole.pop()!), times: whole.length },
    { what: 'challenge issued', deed: () => askChallenge(gate) },
  ];
  const rates = [];
  for (const { what, deed, times = Infinity } of kinds) rates.push({ what, perSec: await rateOf(deed, times) });
  const admitted = rates.find(({ what }) => what === 'whole token admitted')!.perSec;
  await gate.close();
  return rates.map(({ what, perSec }) => ({
    kind: what,
    'a second': perSec,
    'µs each': 1e6 / perSec,
    '× admitted': perSec / admitted,
  }));
}

/** Another number for each index below 4,480: another area, then block, then range. */
function numberAt(at: number): string {
  return `+1${AREAS[at % 8]}${2 + (Math.floor(at / 8) % 8)}${30 + Math.floor(at / 64)}0123`;
}

async function rateOf(deed: () => Promise<unknown>, times: number): Promise<number> {
  if (times === Infinity) for (let warm = 0; warm < 3; warm += 1) await deed();
  const start = performance.now();
  let done = 0;
  while (done < times && performance.now() - start < RUN_MS) {
    await deed();
    done += 1;
  }
  return (done * 1_000) / (performance.now() - start);
}

async function expectKind(gate: Gate, kind: string, facts: Facts): Promise<void> {
  const verdict = await gate.admit(facts);
  if (verdict.kind !== kind) throw new Error(`expected ${kind}, got ${verdict.kind} ${verdict.code ?? ''}`);
}

let callers = 0;

async function askChallenge(gate: Gate): Promise<void> {
  callers += 1;
  const request = new Request('http://127.0.0.1/tollgate/challenge', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: ORIGIN },
    body: JSON.stringify({ v: [1], algs: [gate.limits().work.alg], action: 'signup', phone: '+12025550123' }),
  });
  const ip = `10.${(callers >> 16) & 255}.${(callers >> 8) & 255}.${callers & 255}`;
  const answer = await gate.handle(request, { ip });
  if (answer.status !== 200) throw new Error(`no challenge: ${answer.status}`);
}

// The refusals below come before the device signature is looked at, so nobody needs to sign again.

function withOtherMac(token: string): string {
  return changePayload(token, (payload) => {
    const challenge = payload['cha'] as string;
    return { ...payload, cha: `${challenge.slice(0, -43)}${'A'.repeat(43)}` };
  });
}

/** Nonces from the end of the range: the first of them wins once in 64. */
function withoutWork(token: string): string {
  const nonces = Buffer.alloc(4 * WORK.k);
  for (let piece = 0; piece < WORK.k; piece += 1) nonces.writeUInt32LE(LAST_NONCE - piece, piece * 4);
  return changePayload(token, (payload) => ({ ...payload, prf: nonces.toString('base64url') }));
}

function withOtherSignature(token: string): string {
  return `${token.slice(0, token.lastIndexOf('.'))}.${'A'.repeat(86)}`;
}

type Members = Record<string, unknown>;

function changePayload(token: string, change: (payload: Members) => Members): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const members = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Members;
  return [header, Buffer.from(JSON.stringify(change(members))).toString('base64url'), signature].join('.');
}
