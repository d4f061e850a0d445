import { solve_pow as solveCap } from '@cap.js/wasm';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';

it("Cap's nonce is the first that wins, so that it tells how many hashes were made", () => {
  for (const salt of ['a', 'b', 'c']) {
    const found = Number(solveCap(salt, '00'));
    const wins = (nonce: number) => createHash('sha256').update(`${salt}${nonce}`).digest('hex').startsWith('00');
    expect(Array.from({ length: found + 1 }, (_, nonce) => nonce).filter(wins)).toEqual([found]);
  }
});
