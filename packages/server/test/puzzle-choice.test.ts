import { findPuzzle, type PuzzleName, PUZZLES } from '@tollgate/core';
import { describe, expect, it } from 'vitest';
import { createGate } from '../src/gate.js';
import type { GateOptions } from '../src/options.js';
import { readJws, without } from './support/raw-wire.js';
import { createTestGate, facts, permitOf, refused, testOptions } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const ROWS: readonly PuzzleName[] = ['hashwx-1', 'argon2id-1'];
const otherThan = (puzzle: PuzzleName) => ROWS.find((row) => row !== puzzle)!;
const puzzleOf = (challenge: string) => readJws(challenge).payload['puz'];

async function refusal(response: Response): Promise<unknown[]> {
  return [response.status, ((await response.json()) as { code: string }).code];
}

/** One site, before and after its operator chose another puzzle: same secrets, same store, same clock. */
async function switchedFrom(puzzle: PuzzleName) {
  const { clock, store, gate: before } = createTestGate({ puzzle });
  const { gate: after } = createTestGate({ puzzle: otherThan(puzzle), store, clock: clock.read });
  const visitor = await Visitor.at(before);
  return { visitor, later: visitor.visit(after), after, store };
}

describe('the puzzle of a gate', () => {
  it('is hashwx-1 where the operator chose none', async () => {
    const { gate } = createTestGate();
    expect(gate.limits().work.alg).toBe('hashwx-1');
    const visitor = await Visitor.at(gate);
    expect(puzzleOf(await visitor.challenge())).toEqual({ alg: 'hashwx-1', p: 2, k: 2 });
  });

  it.each(ROWS)('is %s where the operator chose it, with its own base work', async (puzzle) => {
    const gate = createGate({ ...(without(testOptions(), 'work') as unknown as GateOptions), puzzle });
    const { baseP, baseK } = findPuzzle(puzzle)!;
    const base = { alg: puzzle, p: baseP, k: baseK };
    expect(gate.limits().work).toEqual(base);
    const visitor = await Visitor.at(gate);
    expect(puzzleOf(await visitor.challenge())).toEqual(base);
  });

  it('is any row of the table', () => {
    expect(ROWS).toEqual(PUZZLES.map(({ alg }) => alg));
  });

  it.each(ROWS)('%s admits who did its work, and says what that cost', async (puzzle) => {
    const { gate } = createTestGate({ puzzle });
    const visitor = await Visitor.at(gate);
    const verdict = await gate.admit(facts(await visitor.token()));
    expect(permitOf(verdict).segments).toBe(1);
    expect(verdict.cost.work).toMatchObject({ hashes: 4 });
    const said = verdict.cost.work!.assumptions.map(({ what }) => what).join();
    expect(said).toContain(puzzle === 'hashwx-1' ? 'HashWX' : 'Argon2id');
  });

  it.each(ROWS)('%s refuses who did it for another piece', async (puzzle) => {
    const { gate, store } = createTestGate({ puzzle });
    const visitor = await Visitor.at(gate);
    const challenge = await visitor.challenge();
    const [first = 0] = await visitor.solve(challenge, 1);
    const nonces = [first, await visitor.losingNonce(challenge, 1)];
    const verdict = await gate.admit(facts(await visitor.tokenFor(challenge, { nonces })));
    expect(refused(verdict).code).toBe('proof-wrong');
    expect(store.calls).toEqual([]);
  });
});

describe('a client', () => {
  it.each(ROWS)('that solves other puzzles than %s alone is told so', async (puzzle) => {
    const visitor = await Visitor.at(createTestGate({ puzzle }).gate);
    for (const algs of [[otherThan(puzzle)], ['hashwx-9'], [puzzle.toUpperCase()]]) {
      expect(await refusal(await visitor.ask({ algs }))).toEqual([400, 'puzzle-unsupported']);
    }
  });

  it.each(ROWS)('that lists %s gets it, whatever else it lists before', async (puzzle) => {
    const visitor = await Visitor.at(createTestGate({ puzzle }).gate);
    for (const algs of [[puzzle], [otherThan(puzzle), puzzle], ['hashwx-9', puzzle]]) {
      expect(puzzleOf(await visitor.challenge({ algs }))).toMatchObject({ alg: puzzle });
    }
  });
});

describe.each(ROWS)('after the operator switched %s off', (off) => {
  it('a token over it is refused by its code, and nothing is stored', async () => {
    const { visitor, after, store } = await switchedFrom(off);
    const token = await visitor.token();
    expect(refused(await after.admit(facts(token)))).toMatchObject({ kind: 'deny', code: 'puzzle-refused' });
    expect(store.calls).toEqual([]);
  });

  it('a challenge over it is neither priced nor raised', async () => {
    const { visitor, later } = await switchedFrom(off);
    const challenge = await visitor.challenge({ phone: undefined });
    expect(await refusal(await later.ask({ challenge }))).toEqual([403, 'token-invalid']);
  });

  it('the same page goes on with a new challenge', async () => {
    const { later, after } = await switchedFrom(off);
    expect(permitOf(await after.admit(facts(await later.token()))).segments).toBe(1);
  });
});
