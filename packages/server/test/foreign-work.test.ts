import type { Code } from '@tollgate/core';
import { describe, expect, it } from 'vitest';
import type { GateOptions } from '../src/options.js';
import { readJws, resignChallenge } from './support/raw-wire.js';
import { createTestGate, facts, permitOf, refused, SECRETS } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const WORK = { p: 2, k: 2 };

async function codeAt({ gate, store }: ReturnType<typeof createTestGate>, token: string) {
  const { kind, code } = refused(await gate.admit(facts(token)));
  expect(store.calls).toEqual([]);
  return [kind, code];
}

describe('the proof of a token over hashwx-1', () => {
  it('has its own code for each way to be out of bounds', async () => {
    const here = createTestGate({ work: WORK });
    const visitor = await Visitor.at(here.gate);
    const challenge = await visitor.challenge();
    const { alg } = readJws(challenge).payload['puz'] as { alg: string };
    expect(alg).toBe('hashwx-1');
    const [first = 0, second = 0] = await visitor.solve(challenge);
    const withNonces = async (...nonces: number[]) => codeAt(here, await visitor.tokenFor(challenge, { nonces }));
    expect(await withNonces(first, second, first)).toEqual(['deny', 'proof-too-long']);
    expect(await withNonces(first)).toEqual(['work', 'proof-short']);
    expect(await withNonces()).toEqual(['work', 'proof-short']);
    // 64 × p.
    expect(await withNonces(first, 128)).toEqual(['deny', 'nonce-out-of-range']);
    expect(await withNonces(await visitor.losingNonce(challenge, 0), second)).toEqual(['deny', 'proof-wrong']);
  });

  it('may have the same nonce in both pieces, where it wins both', async () => {
    const { gate } = createTestGate({ work: WORK });
    const visitor = await Visitor.at(gate);
    for (;;) {
      const challenge = await visitor.challenge();
      const nonces = await visitor.solve(challenge);
      if (nonces[0] !== nonces[1]) continue;
      expect(permitOf(await gate.admit(facts(await visitor.tokenFor(challenge, { nonces })))).segments).toBe(1);
      return;
    }
  });
});

/** A site before and after: the older secret is still accepted, and signed challenges of other bounds. */
async function afterLaxer(before: Partial<GateOptions>) {
  const here = createTestGate({ work: { p: 4, k: 2 } });
  const old = createTestGate({ ...before, secrets: [SECRETS[1]], clock: here.clock.read });
  return { here, visitor: await Visitor.at(old.gate) };
}

describe('a challenge that an older key signed with other bounds', () => {
  it.each<[string, Partial<GateOptions>, Code]>([
    ['fewer pieces', { work: { p: 4, k: 1 } }, 'work-out-of-bounds'],
    ['pieces of less work', { work: { p: 3, k: 2 } }, 'work-out-of-bounds'],
    ['pieces of more work', { work: { p: 5, k: 2 } }, 'work-out-of-bounds'],
    ['less of both', { work: { p: 1, k: 1 } }, 'work-out-of-bounds'],
    ['more than four times the pieces', { work: { p: 4, k: 9 } }, 'work-out-of-bounds'],
    ['the other row', { work: { p: 4, k: 2 }, puzzle: 'argon2id-1' }, 'puzzle-refused'],
  ])('is refused with all of its work done: %s', async (_, before, code) => {
    const { here, visitor } = await afterLaxer(before);
    const token = await visitor.token();
    expect(readJws(String(readJws(token).payload['cha'])).header['kid']).toBe('k1');
    expect(await codeAt(here, token)).toEqual(['deny', code]);
    const response = await visitor.visit(here.gate).ask({ challenge: await visitor.challenge({ phone: undefined }) });
    expect([response.status, await response.json()]).toEqual([403, { code: 'token-invalid' }]);
  });

  it('is refused over a row that nobody knows: puzzle-unknown', async () => {
    const { here, visitor } = await afterLaxer({ work: { p: 4, k: 2 } });
    const unknown = resignChallenge(await visitor.challenge(), { puz: { alg: 'hashwx-9', p: 4, k: 2 } }, 'k1');
    expect(await codeAt(here, await visitor.tokenFor(unknown, { nonces: [0, 0] }))).toEqual(['deny', 'puzzle-unknown']);
  });

  it('is admitted where its bounds are the same', async () => {
    const { here, visitor } = await afterLaxer({ work: { p: 4, k: 2 } });
    expect(permitOf(await here.gate.admit(facts(await visitor.token()))).segments).toBe(1);
  });
});
