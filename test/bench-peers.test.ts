import { solve_pow as solveCap } from '@cap.js/wasm';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import Cap from '@cap.js/server';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { ALTCHA } from '../bench/wait/altcha-subjects.js';
import { CAP } from '../bench/wait/cap-subjects.js';
import { FRIENDLY } from '../bench/wait/friendly-subjects.js';
import { pathOf, type WaitSubject } from '../bench/wait/wait-subject.js';

it("Cap's nonce is the first that wins, so that it tells how many hashes were made", () => {
  for (const salt of ['a', 'b', 'c']) {
    const found = Number(solveCap(salt, '00'));
    const wins = (nonce: number) => createHash('sha256').update(`${salt}${nonce}`).digest('hex').startsWith('00');
    expect(Array.from({ length: found + 1 }, (_, nonce) => nonce).filter(wins)).toEqual([found]);
  }
});

describe('the wait of others is measured at', () => {
  it("what Cap's createChallenge asks when nothing is said, and so many times as much of a slower device", async () => {
    const { challenge } = await new Cap({ noFSState: true }).createChallenge();
    expect(challenge).toEqual({ c: 50, s: 32, d: 4 });
    expect(CAP.difficulty(1)).toBe('50 challenges, size 32, difficulty 4');
    expect(await ask(CAP, { slower: 1, path: '/challenge', method: 'POST' })).toMatchObject({ challenge });
    expect(await ask(CAP, { slower: 4, path: '/challenge', method: 'POST' })).toMatchObject({
      challenge: { ...challenge, c: 200 },
    });
  });

  it("the algorithm and cost of altcha-lib's README", async () => {
    const parameters = { algorithm: 'PBKDF2/SHA-256', cost: 5_000 };
    expect(await ask(ALTCHA, { slower: 1, path: '', method: 'GET' })).toMatchObject({ parameters });
    expect(ALTCHA.difficulty(1)).toBe('PBKDF2/SHA-256, cost 5,000, counter 5,000-10,000');
    expect(ALTCHA.difficulty(4)).toBe('PBKDF2/SHA-256, cost 5,000, counter 20,000-40,000');
  });

  it("the puzzle of friendly-challenge's guide to self-hosting", async () => {
    const shown = Buffer.from('XxNO/QdbzRU63mixAWQPlgAAAAAAAAAAlxuLKBLrVDk=', 'base64');
    for (const slower of [1, 4, 6]) {
      const { data } = (await ask(FRIENDLY, { slower, path: '', method: 'GET' })) as { data: { puzzle: string } };
      const [signature, text] = data.puzzle.split('.');
      const puzzle = Buffer.from(text!, 'base64');
      expect(signature).toMatch(/^[0-9a-f]{32}$/);
      expect(puzzle).toHaveLength(shown.length);
      expect([puzzle[12], puzzle[14], puzzle[15]]).toEqual([shown[12], slower * shown[14]!, shown[15]]);
    }
    expect(FRIENDLY.difficulty(4)).toBe('60 solutions, difficulty 150');
  });

  it('their work: what was not solved is refused by their servers', async () => {
    expect(await CAP.accepts({ 'cap-token': 'a:b' })).toBe(false);
    expect(await CAP.accepts({})).toBe(false);
    expect(await ALTCHA.accepts({ altcha: Buffer.from('{}').toString('base64') })).toBe(false);
    expect(await ALTCHA.accepts({})).toBe(false);
    expect(await FRIENDLY.accepts({ 'frc-captcha-solution': '.UNFINISHED' })).toBe(false);
    const { data } = (await ask(FRIENDLY, { slower: 1, path: '', method: 'GET' })) as { data: { puzzle: string } };
    expect(await FRIENDLY.accepts({ 'frc-captcha-solution': `${data.puzzle}..AgAA` })).toBe(false);
    const zeros = Buffer.alloc(15 * 8).toString('base64');
    expect(await FRIENDLY.accepts({ 'frc-captcha-solution': `${data.puzzle}.${zeros}.AgAA` })).toBe(false);
    expect(await FRIENDLY.accepts({})).toBe(false);
  });
});

interface Question {
  readonly slower: number;
  readonly path: string;
  readonly method: 'GET' | 'POST';
}

/** What a subject's server part answers. */
async function ask(subject: WaitSubject, { slower, path, method }: Question): Promise<unknown> {
  const app = express();
  subject.serve(app, slower);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${pathOf(subject.name, slower)}${path}`, { method });
    return await response.json();
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
