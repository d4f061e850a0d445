/** Run by Node as a bundle: what the gate takes for each kind of request. Prints `ServerTime[]` as JSON. */
import type { Facts, Gate } from '@tollgate/server';
import { answerBare, verifyBare } from './bare-work.js';
import { createBenchGate, createTokenMaker, factsFor, ORIGIN } from './bench-gate.js';
import { quantile } from './table.js';

/** Microseconds each, medians of rounds. CPU time is the process's: its compilers' and garbage collector's too. */
export interface ServerTime {
  readonly what: string;
  readonly wallUs: number;
  readonly cpuUs: number;
}

const ROUNDS = 15;
/** Rounds before those, for the engine's compilers. */
const WARM_ROUNDS = 12;
/** Little work, so that tokens come by the hundred: a piece costs as much to check whatever was expected of it. */
const WORK = { p: 64, k: 8 };
const LAST_NONCE = 64 * WORK.p - 1;
/** Each is admitted once a round, by a gate that has not seen it. */
const TOKENS = 200;
const REFUSALS = 1_000;
/** Area codes, each with eight blocks of numbers: a block and a range take few texts. */
const AREAS = [202, 212, 303, 305, 312, 404, 415, 503];

/** What is done `times` a round, each time with another index. */
interface Kind {
  readonly what: string;
  readonly times: number;
  readonly deed: (gate: Gate, index: number) => Promise<unknown>;
}

/** All have the same keys, and a memory of their own: a token that one has seen is new to the next. */
function createGate(): Gate {
  return createBenchGate({ work: WORK });
}

/** Another number for each index below 4,480: another area, then block, then range. */
function numberAt(index: number): string {
  return `+1${AREAS[index % 8]}${2 + (Math.floor(index / 8) % 8)}${30 + Math.floor(index / 64)}0123`;
}

async function makeTokens(): Promise<readonly Facts[]> {
  const makeToken = createTokenMaker(createGate());
  const facts: Facts[] = [];
  while (facts.length < TOKENS) {
    const phone = numberAt(facts.length);
    facts.push(factsFor(await makeToken(phone), phone));
  }
  return facts;
}

function kindsOf(whole: readonly Facts[]): readonly Kind[] {
  const tokens = whole.map(({ token }) => token as string);
  const good = tokens[0]!;
  const forged = tokens.map((token, index) => withSignatureOf(tokens.at(index - 1)!, token));
  const deny = (token: string) => (gate: Gate) => expectKind(gate, 'deny', { ...whole[0]!, token });
  return [
    { what: 'malformed (respelled)', times: REFUSALS, deed: deny(`${good}=`) },
    { what: 'malformed (no proof in it)', times: REFUSALS, deed: deny(changePayload(good, withoutProof)) },
    { what: 'bad HMAC of the challenge', times: REFUSALS, deed: deny(changePayload(good, withOtherMac)) },
    { what: 'good challenge, no work', times: REFUSALS, deed: deny(changePayload(good, withoutWork)) },
    {
      what: 'good work, bad signature',
      times: TOKENS,
      deed: (gate, index) => expectKind(gate, 'deny', { ...whole[index]!, token: forged[index]! }),
    },
    { what: 'the same work again', times: TOKENS, deed: deny(forged[0]!) },
    {
      what: 'whole token admitted',
      times: TOKENS,
      deed: (gate, index) => expectKind(gate, 'allow', whole[index]!),
    },
    { what: 'challenge issued, no number yet', times: REFUSALS, deed: (gate, index) => askChallenge(gate, index) },
    {
      what: 'challenge issued, priced',
      times: REFUSALS,
      deed: (gate, index) => askChallenge(gate, index, numberAt(index)),
    },
    {
      what: '  for scale: a Request read, a Response made',
      times: REFUSALS,
      deed: (gate, index) => answerBare(challengeRequest(gate, numberAt(index))),
    },
    {
      what: '  for scale: an ES256 key read, a signature verified',
      times: TOKENS,
      deed: async (_, index) => verifyBare(tokens[index]!),
    },
  ];
}

async function expectKind(gate: Gate, kind: string, facts: Facts): Promise<void> {
  const verdict = await gate.admit(facts);
  if (verdict.kind !== kind) throw new Error(`expected ${kind}, got ${verdict.kind} ${verdict.code ?? ''}`);
}

/** Each from an address of its own. */
async function askChallenge(gate: Gate, index: number, phone?: string): Promise<void> {
  const answer = await gate.handle(challengeRequest(gate, phone), { ip: `10.0.${index >> 8}.${index & 255}` });
  if (answer.status !== 200) throw new Error(`no challenge: ${answer.status}`);
}

function challengeRequest(gate: Gate, phone: string | undefined): Request {
  return new Request('http://127.0.0.1/tollgate/challenge', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: ORIGIN },
    body: JSON.stringify({ v: [1], algs: [gate.limits().work.alg], action: 'signup', phone }),
  });
}

type Members = Record<string, unknown>;

// The refusals of these come before the device signature is looked at, so nobody needs to sign again.

function changePayload(token: string, change: (payload: Members) => Members): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const members = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Members;
  return [header, Buffer.from(JSON.stringify(change(members))).toString('base64url'), signature].join('.');
}

function withoutProof(payload: Members): Members {
  return { ...payload, prf: 1 };
}

function withOtherMac(payload: Members): Members {
  const challenge = payload['cha'] as string;
  return { ...payload, cha: `${challenge.slice(0, -43)}${'A'.repeat(43)}` };
}

/** Nonces from the end of the range: the first of them wins once in 64. */
function withoutWork(payload: Members): Members {
  const nonces = Buffer.alloc(4 * WORK.k);
  for (let piece = 0; piece < WORK.k; piece += 1) nonces.writeUInt32LE(LAST_NONCE - piece, piece * 4);
  return { ...payload, prf: nonces.toString('base64url') };
}

/** Another's signature takes as long to refuse as a right one to accept; one of noughts is refused unread. */
function withSignatureOf(other: string, token: string): string {
  return `${token.slice(0, token.lastIndexOf('.'))}${other.slice(other.lastIndexOf('.'))}`;
}

const kinds = kindsOf(await makeTokens()).map((kind) => ({ ...kind, wallUs: [] as number[], cpuUs: [] as number[] }));
// The kinds take turns: a busy machine hits all of them.
for (let round = -WARM_ROUNDS; round < ROUNDS; round += 1) {
  for (const { times, deed, wallUs, cpuUs } of kinds) {
    const gate = createGate();
    const start = performance.now();
    const cpu = process.cpuUsage();
    for (let index = 0; index < times; index += 1) await deed(gate, index);
    const { user, system } = process.cpuUsage(cpu);
    if (round >= 0) {
      cpuUs.push((user + system) / times);
      wallUs.push((1_000 * (performance.now() - start)) / times);
    }
    await gate.close();
  }
}
const times = kinds.map(({ what, wallUs, cpuUs }): ServerTime => {
  return { what, wallUs: quantile(wallUs, 0.5), cpuUs: quantile(cpuUs, 0.5) };
});
console.log(JSON.stringify(times));
