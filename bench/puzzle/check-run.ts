/** Run by Node as a bundle: how long core takes to check proofs. Prints `CheckTimes` as JSON. */
import { checkProof, findPuzzle, type ProofToCheck, puzzleInput, searchPiece, type Sha256 } from '@tollgate/core';
import { hash } from 'node:crypto';
import { quantile } from '../table.js';

/** Microseconds, medians of rounds; of CPU time too, since the machine may be shared. */
export interface CheckTimes {
  readonly alg: string;
  /** One piece of a proof that is right. */
  readonly pieceUs: number;
  readonly pieceCpuUs: number;
  /** A whole proof whose first nonce is wrong. */
  readonly refusalUs: number;
}

const PROOFS = 32;
const ROUNDS = 9;
const ROUND_MS = 200;

const sha256: Sha256 = (data) => new Uint8Array(hash('sha256', data, 'buffer'));

interface Case {
  readonly right: readonly ProofToCheck[];
  readonly wrong: readonly ProofToCheck[];
}

/** Proofs of little work, each of another device: a piece costs as much to check whatever was expected of it. */
async function makeProofs(alg: string, p: number): Promise<Case> {
  const row = findPuzzle(alg)!;
  const right: ProofToCheck[] = [];
  const wrong: ProofToCheck[] = [];
  for (let at = 0; at < PROOFS; at += 1) {
    const subject = {
      jti: crypto.getRandomValues(new Uint8Array(16)),
      thumbprint: crypto.getRandomValues(new Uint8Array(32)),
    };
    const nonces: number[] = [];
    for (let piece = 0; piece < row.baseK; piece += 1) {
      nonces.push(await searchPiece({ row, input: await puzzleInput(subject, piece, sha256), p, sha256 }));
    }
    const proof = { row, spec: { alg, p, k: row.baseK }, subject, nonces, sha256 };
    right.push(proof);
    wrong.push(await withWrongNonce(proof));
  }
  return { right, wrong };
}

async function withWrongNonce(proof: ProofToCheck): Promise<ProofToCheck> {
  for (let first = 0; ; first += 1) {
    const wrong = { ...proof, nonces: [first, ...proof.nonces.slice(1)] };
    if (await checkProof(wrong)) return wrong;
  }
}

/** Microseconds a proof, by the clock and of CPU time. */
async function timeChecks(proofs: readonly ProofToCheck[], expected: string | undefined) {
  const start = performance.now();
  const cpu = process.cpuUsage();
  let checked = 0;
  while (performance.now() - start < ROUND_MS) {
    const code = await checkProof(proofs[checked % proofs.length]!);
    if (code !== expected) throw new Error(`expected ${expected}, got ${code}`);
    checked += 1;
  }
  const { user, system } = process.cpuUsage(cpu);
  return { us: (1_000 * (performance.now() - start)) / checked, cpuUs: (user + system) / checked };
}

const cases = await Promise.all(
  [
    { alg: 'hashwx-1', p: 64 },
    { alg: 'argon2id-1', p: 2 },
  ].map(async ({ alg, p }) => ({
    alg,
    ...(await makeProofs(alg, p)),
    pieces: findPuzzle(alg)!.baseK,
    pieceUs: [] as number[],
    pieceCpuUs: [] as number[],
    refusalUs: [] as number[],
  })),
);
// The first round is for the compilers. The kinds take turns: a busy machine hits all of them.
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const { right, wrong, pieces, pieceUs, pieceCpuUs, refusalUs } of cases) {
    const [proof, refusal] = [await timeChecks(right, undefined), await timeChecks(wrong, 'proof-wrong')];
    if (round === 0) continue;
    pieceUs.push(proof.us / pieces);
    pieceCpuUs.push(proof.cpuUs / pieces);
    refusalUs.push(refusal.us);
  }
}
const times = cases.map(({ alg, pieceUs, pieceCpuUs, refusalUs }): CheckTimes => {
  const [piece, pieceCpu, refusal] = [pieceUs, pieceCpuUs, refusalUs].map((figures) => quantile(figures, 0.5));
  return { alg, pieceUs: piece!, pieceCpuUs: pieceCpu!, refusalUs: refusal! };
});
console.log(JSON.stringify(times));
