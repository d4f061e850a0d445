import { createHmac, randomBytes } from 'node:crypto';
import { blake2b } from 'hash-wasm';
import { type PageParts, pathOf, type WaitSubject } from './wait-subject.js';

/**
 * No default is documented: its service chooses for each visitor. These are those of the puzzle that friendly-challenge's
 * guide to self-hosting shows (docs/self_hosting.md): 6.6 million expected hashes. One that the service sent a visitor, in
 * its issue 72 of 2022, asks 45 solutions at 141: 9.1 million.
 */
const SOLUTIONS = 15;
const DIFFICULTY = 150;

/** The layout of a puzzle, and of what is hashed, by friendly-pow's README. */
const PUZZLE_BYTES = 32;
const VERSION_AT = 12;
const EXPIRY_AT = 13;
const SOLUTIONS_AT = 14;
const DIFFICULTY_AT = 15;
const NONCE_AT = 24;
const HASHED_BYTES = 128;
const SOLUTION_BYTES = 8;

/** In units of five minutes. */
const EXPIRY = 12;
const SECRET = randomBytes(32);

/** Starts at the first focus of the form, as it does by default; the person waits until it says that it is done. */
export const FRIENDLY: WaitSubject = {
  who: 'friendly-challenge, its default (at the first focus)',
  name: 'friendly',
  difficulty: (slower) => `${SOLUTIONS * slower} solutions, difficulty ${DIFFICULTY}`,
  page: (slower) => parts(slower, ''),
  waitsForVerified: true,
  refusesDriven: true,
  serve: (app, slower) => {
    app.get(pathOf('friendly', slower), (_req, res) => {
      res.json({ data: { puzzle: createPuzzle(SOLUTIONS * slower) } });
    });
  },
  accepts: async ({ 'frc-captcha-solution': solution = '' }) => isSolved(solution),
};

/** Begins when the page is there. */
export const FRIENDLY_AUTO: WaitSubject = {
  ...FRIENDLY,
  who: 'friendly-challenge, data-start="auto"',
  name: 'friendly-auto',
  page: (slower) => parts(slower, 'data-start="auto"'),
  serve: () => undefined,
};

function parts(slower: number, start: string): PageParts {
  return {
    head: '<script type="module" src="/friendly.js" async defer></script>',
    widget: `
<div class="frc-captcha" data-sitekey="bench" data-puzzle-endpoint="${pathOf('friendly', slower)}" ${start}
     data-callback="tellDone" data-verified="done"></div>
<script>
  window.tellDone = () => document.querySelector('.frc-captcha').dispatchEvent(new Event('done'));
</script>`,
  };
}

function createPuzzle(solutions: number): string {
  const puzzle = Buffer.alloc(PUZZLE_BYTES);
  puzzle.writeUInt32BE(Math.floor(Date.now() / 1_000), 0);
  puzzle[VERSION_AT] = 1;
  puzzle[EXPIRY_AT] = EXPIRY;
  puzzle[SOLUTIONS_AT] = solutions;
  puzzle[DIFFICULTY_AT] = DIFFICULTY;
  randomBytes(PUZZLE_BYTES - NONCE_AT).copy(puzzle, NONCE_AT);
  const text = puzzle.toString('base64');
  return `${signatureOf(text)}.${text}`;
}

/** HMAC-SHA256, cut to 128 bits. */
const signatureOf = (text: string) => createHmac('sha256', SECRET).update(text).digest('hex').slice(0, 32);

/** True for as many different solutions as their own signed puzzle asks. */
async function isSolved(value: string): Promise<boolean> {
  const [signature, text = '', found = ''] = value.split('.');
  if (signature !== signatureOf(text)) return false;
  const puzzle = Buffer.from(text, 'base64');
  const bytes = Buffer.from(found, 'base64');
  const solutions = Array.from({ length: puzzle[SOLUTIONS_AT]! }, (_, at) =>
    bytes.subarray(at * SOLUTION_BYTES, (at + 1) * SOLUTION_BYTES),
  );
  const different = new Set(solutions.map((solution) => solution.toString('hex')));
  const threshold = Math.floor(2 ** ((255.999 - puzzle[DIFFICULTY_AT]!) / 8));
  const wins = await Promise.all(solutions.map(async (solution) => (await firstWord(puzzle, solution)) < threshold));
  return different.size === solutions.length && wins.every(Boolean);
}

/** Of BLAKE2b-256 over the puzzle, zeros and the solution. */
async function firstWord(puzzle: Uint8Array, solution: Uint8Array): Promise<number> {
  if (solution.length !== SOLUTION_BYTES) return Infinity;
  const hashed = Buffer.alloc(HASHED_BYTES);
  hashed.set(puzzle);
  hashed.set(solution, HASHED_BYTES - SOLUTION_BYTES);
  return Buffer.from(await blake2b(hashed, 256), 'hex').readUInt32LE(0);
}
