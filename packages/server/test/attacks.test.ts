import { createServer } from 'node:http';
import { inspect } from 'node:util';
import { findPuzzle, type PuzzleRow } from '@tollgate/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ChallengeRate } from '../src/challenge-rate.js';
import { tollgateRouter } from '../src/express.js';
import { createGate } from '../src/gate.js';
import { createLabGate } from '../src/lab.js';
import { monotonicClock } from '../src/monotonic-clock.js';
import type { Permit } from '../src/permit.js';
import { microUsdOf } from '../src/prices/micro-usd.js';
import { ProofMemo } from '../src/proof-memo.js';
import { defineSender } from '../src/sender.js';
import type { AdmitClaim } from '../src/store.js';
import { closeServers, listen } from './support/local-server.js';
import { setUpPermits } from './support/permit-setup.js';
import { freshPhone } from './support/phones.js';
import { createRecordingStore } from './support/recording-store.js';
import { allowed, createTestGate, DE_PHONE, facts, testOptions, US_PHONE } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

afterEach(async () => {
  vi.restoreAllMocks();
  await closeServers();
});

// Each of these was once possible.

describe('the process', () => {
  it('survives an onVerdict that rejects', async () => {
    const rejections: unknown[] = [];
    const note = (reason: unknown) => rejections.push(reason);
    process.on('unhandledRejection', note);
    const { gate } = createTestGate({ onVerdict: () => Promise.reject(new Error('the database is away')) });
    expect((await gate.admit(facts(undefined))).code).toBe('token-missing');
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(rejections).toEqual([]);
  });

  it.each(['TRACE', 'CUSTOM', 'PROPFIND', 'PUT'])('survives %s on a plain server, and answers 405', async (method) => {
    const { gate } = createTestGate();
    const router = tollgateRouter(gate);
    const server = createServer((request, response) => router(request, response, () => response.end('next')));
    const base = await listen((request, response) => server.emit('request', request, response));
    const { default: http } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const request = http.request(`${base}/challenge`, { method: method === 'CUSTOM' ? 'SEARCH' : method });
      request.on('response', (response) => resolve(response.statusCode)).on('error', reject);
      request.end();
    });
    expect(status).toBe(405);
  });

  it('keeps its time when the system’s clock jumps a month ahead and back', async () => {
    const gate = createGate(testOptions());
    const visitor = await Visitor.at(gate);
    const wall = vi.spyOn(Date, 'now');
    wall.mockReturnValue(Date.now() + 30 * 86_400_000);
    await visitor.challenge();
    wall.mockRestore();
    expect((await gate.admit(facts(await visitor.token()))).kind).toBe('allow');
    const before = monotonicClock();
    vi.spyOn(Date, 'now').mockReturnValue(0);
    expect(monotonicClock()).toBeGreaterThanOrEqual(before);
  });
});

describe('nobody learns', () => {
  it('a number, or gets a permit, from what onVerdict is shown', async () => {
    const { gate, events } = createTestGate();
    const carried = { clientData: 'carried', extension: { carried: DE_PHONE } };
    await gate.admit(facts(await (await Visitor.at(gate)).token({}, carried)));
    expect(events).toHaveLength(1);
    expect(events[0]?.verdict).not.toHaveProperty('permit');
    const printed = inspect(events, { depth: 20, showHidden: true, getters: true });
    expect(printed).not.toContain(DE_PHONE.slice(3));
    expect(printed).not.toContain('carried');
  });
});

describe('a permit', () => {
  it('cannot be given another number through its prototype', async () => {
    const { grant } = await setUpPermits();
    const permit: Permit = await grant();
    const prototype = Object.getPrototypeOf(permit) as object;
    const redirect = () => Object.defineProperty(prototype, 'phone', { get: () => US_PHONE });
    expect(redirect).toThrow(TypeError);
    expect(permit.phone).toBe(DE_PHONE);
  });

  it('of another gate stays refused when the definition of the sender is changed afterwards', async () => {
    const [ours, theirs] = [createTestGate(), await setUpPermits()];
    const definition = {
      name: 'x',
      channels: ['sms'] as const,
      segments: () => 1,
      send: async () => '',
      gate: ours.gate,
    };
    const send = defineSender(definition);
    Object.assign(definition, { gate: undefined });
    await expect(send(await theirs.grant(), 'x')).rejects.toMatchObject({ code: 'permit-foreign' });
  });

  it('of another gate stays refused by a sender whose gate is an inherited getter, whose methods keep their this', async () => {
    const [ours, theirs] = [createTestGate(), await setUpPermits()];
    class Provider {
      readonly #sent: string[] = [];
      readonly name = 'x';
      readonly channels = ['sms'] as const;
      get gate() {
        return ours.gate;
      }
      segments() {
        return 1;
      }
      async send({ permitId }: { permitId: string }) {
        this.#sent.push(permitId);
        return this.#sent.length;
      }
    }
    const send = defineSender(new Provider() as never as Parameters<typeof defineSender<string, number>>[0]);
    await expect(send(await theirs.grant(), 'x')).rejects.toMatchObject({ code: 'permit-foreign' });
    const permit = allowed(await ours.gate.admit(facts(await (await Visitor.at(ours.gate)).token()))).permit;
    expect(await send(permit, 'x')).toBe(1);
  });

  it('is judged by a gate, and not by an object that looks like one', () => {
    const definition = { name: 'x', channels: ['sms'] as const, segments: () => 1, send: async () => '' };
    for (const gate of [{}, { admit: () => undefined }]) {
      expect(() => defineSender({ ...definition, gate })).toThrow('"gate"');
    }
  });
});

describe('a number', () => {
  it.each([
    ['a leading blank', ` ${DE_PHONE}`, undefined],
    ['marks of direction around it', `\u202d${DE_PHONE}\u202c`, undefined],
    ['a country in lower case', '0151 12345678', 'de'],
  ])('with %s is the same number when it is priced and when it is texted', async (_, phone, country) => {
    const { gate } = createTestGate();
    const visitor = await Visitor.at(gate);
    const asked = { phone, ...(country !== undefined && { country }) };
    const token = await visitor.tokenFor(await visitor.challenge(asked));
    const { permit } = allowed(await gate.admit(facts(token, asked)));
    expect(permit.phone).toBe(DE_PHONE);
    const report = { ...asked, outcome: 'verified' } as const;
    // Read, though no text of it was claimed.
    expect(await gate.report(report)).toEqual({ ok: false, code: 'report-unknown' });
    expect((await gate.openPermit(await permit.seal(), asked)).ok).toBe(true);
  });

  it('of a refused kind stays refused when its switch is left undefined', async () => {
    const { gate } = createTestGate({ numberTypes: { premiumRate: undefined } as never });
    const phone = '+19002345678';
    const token = await (await Visitor.at(gate)).token({ phone });
    expect((await gate.admit(facts(token, { phone }))).code).toBe('number-premium-rate');
  });

  it('that nobody has is refused also where satellite networks are allowed', async () => {
    const { gate } = createTestGate({ numberTypes: { satellite: 'allow' } });
    const phone = '+8810123456789';
    const token = await (await Visitor.at(gate)).token({ phone });
    expect((await gate.admit(facts(token, { phone }))).code).toBe('number-unassigned');
  });
});

describe('money', () => {
  it('of no fee is a fee of 0', () => {
    expect(() => createGate(testOptions({ prices: { asOf: '2026-11-01', feeUsd: 0 } }))).not.toThrow();
  });

  it('is never rounded to nothing', () => {
    for (const usd of [1e-13, 1e-7, Number.MIN_VALUE]) expect(microUsdOf(usd)).toBe(1);
  });

  it('of a text of three segments and a fee is stated and booked whole', async () => {
    const prices = { asOf: '2026-11-01', smsUsd: { 49: 0.1 }, feeUsd: 0.05 };
    const { gate } = createTestGate({ prices });
    const visitor = await Visitor.at(gate);
    const first = await gate.admit(facts(await visitor.token(), { segments: 3 }));
    expect(first.cost.price).toMatchObject({ segments: 3, feeMicroUsd: 50_000, totalMicroUsd: 350_000 });
    const phone = freshPhone();
    const second = await gate.admit(facts(await visitor.token({ phone }), { phone }));
    expect(second.cost.exposure?.usedMicroUsd).toBe(350_000);
  });
});

describe('a redemption', () => {
  it('is kept to the challenge’s expiry and a minute beyond', async () => {
    const claims: AdmitClaim[] = [];
    const { gate, clock } = createTestGate();
    const inner = createRecordingStore({ clock: clock.read });
    const store = {
      ...inner,
      admit: (...[claim, choices]: Parameters<typeof inner.admit>) => {
        claims.push(claim);
        return inner.admit(claim, choices);
      },
    };
    const watched = createGate(testOptions({ store, clock: clock.read }));
    await watched.admit(facts(await (await Visitor.at(gate)).token()));
    expect(claims[0]?.redeemedUntilMs).toBe((clock.nowSec + 900 + 60) * 1_000);
  });
});

describe('memory', () => {
  it('of the challenges’ rate holds so many networks and no more: the one unseen for longest goes', () => {
    const rate = new ChallengeRate(2);
    const spend = (network: string) => {
      while (rate.take(network, 0));
    };
    for (const network of ['a', 'b']) spend(network);
    expect([rate.take('a', 0), rate.take('b', 0)]).toEqual([false, false]);
    rate.take('c', 0);
    expect([rate.take('b', 0), rate.take('a', 0)]).toEqual([false, true]);
  });

  it('of a proof that is sent fifty times at once is one check, and one piece that is wrong is not remembered', async () => {
    const memo = new ProofMemo();
    let counts = 0;
    const count = (right: number) => async () => {
      counts++;
      await new Promise((resolve) => setImmediate(resolve));
      return right;
    };
    const answers = await Promise.all(Array.from({ length: 50 }, () => memo.countRight('good', [1, 2], count(2))));
    expect([counts, new Set(answers)]).toEqual([1, new Set([2])]);
    expect(await memo.countRight('good', [1, 2], count(0))).toBe(2);
    expect(await memo.countRight('good', [1], count(0))).toBe(1);
    expect(counts).toBe(1);
    expect([await memo.countRight('bad', [7], count(0)), await memo.countRight('bad', [7], count(0))]).toEqual([0, 0]);
    expect(counts).toBe(3);
  });

  it('of proofs takes none without a right piece: it may have cost nothing', async () => {
    const memo = new ProofMemo(1);
    await memo.countRight('worked for', [1, 2], async () => 2);
    await memo.countRight('free', [], async () => 0);
    await memo.countRight('wrong', [9], async () => 0);
    const looked = vi.fn(async () => 0);
    expect(await memo.countRight('worked for', [1, 2], looked)).toBe(2);
    expect(looked).not.toHaveBeenCalled();
  });

  it('of proofs holds so many and no more, and keeps those that come again', async () => {
    const memo = new ProofMemo(2);
    const looked: string[] = [];
    const send = (name: string) =>
      memo.countRight(name, [1], async () => {
        looked.push(name);
        return 1;
      });
    for (const name of ['a', 'b', 'a', 'c', 'a', 'c', 'b']) await send(name);
    expect(looked).toEqual(['a', 'b', 'c', 'b']);
  });
});

describe('work that was done once', () => {
  /** A gate that says how many hashes it has computed to check proofs. */
  async function setUp() {
    const row = findPuzzle('hashwx-1')!;
    let hashes = 0;
    const counting: PuzzleRow = {
      ...row,
      createHash: async (input, sha256) => {
        const hash = await row.createHash(input, sha256);
        return (nonce) => {
          hashes++;
          return hash(nonce);
        };
      },
    };
    const gate = createLabGate(testOptions({ work: { p: 2, k: 8 } }), { puzzle: counting });
    const visitor = await Visitor.at(gate);
    const challenge = await visitor.challenge();
    const nonces = await visitor.solve(challenge);
    const send = async (change: (nonces: number[]) => number[]) => {
      const before = hashes;
      const { code } = await gate.admit(facts(await visitor.tokenFor(challenge, { nonces: change([...nonces]) })));
      return [code, hashes - before];
    };
    const losing = await visitor.losingNonce(challenge, 7);
    return { send, losing };
  }

  it('costs the gate one hash for each variant of it, whichever piece is wrong', async () => {
    const { send, losing } = await setUp();
    expect(await send((nonces) => nonces.with(7, losing))).toEqual(['proof-wrong', 8]);
    for (let time = 0; time < 3; time++) {
      expect(await send((nonces) => nonces.with(7, losing))).toEqual(['proof-wrong', 1]);
      expect(await send((nonces) => nonces.slice(0, 7))).toEqual(['proof-short', 0]);
    }
    expect(await send((nonces) => nonces)).toEqual([undefined, 1]);
    expect(await send((nonces) => nonces)).toEqual(['token-used', 0]);
  });
});

describe('the site gets back', () => {
  it('what its client was given to carry', async () => {
    const { gate } = createTestGate();
    const token = await (await Visitor.at(gate)).token({}, { clientData: 'cart 7', extension: { plan: 'free' } });
    const verdict = allowed(await gate.admit(facts(token)));
    expect([verdict.clientData, verdict.extension]).toEqual(['cart 7', { plan: 'free' }]);
  });
});

describe('a secret', () => {
  it('of "secrets" is refused as "hashSecret": one is rotated, the other not', () => {
    const secret = 's'.repeat(32);
    const same = { secrets: [{ kid: 'k', secret }], hashSecret: new TextEncoder().encode(secret) };
    expect(() => createGate(testOptions(same))).toThrow('"hashSecret"');
  });
});
