import type { PuzzleSpec } from './challenge.js';
import { nonceLimit, puzzleInput, type PuzzleRow, type PuzzleSubject, type Sha256 } from './puzzle.js';
import { checkPiece } from './search-piece.js';

export interface ProofToCheck {
  readonly row: PuzzleRow;
  readonly spec: PuzzleSpec;
  readonly subject: PuzzleSubject;
  /** One nonce a piece. */
  readonly nonces: readonly number[];
  readonly sha256: Sha256;
}

export type ProofCode = 'proof-too-long' | 'nonce-out-of-range' | 'proof-wrong';

/**
 * Checks the pieces that are there, one by one, and stops at the first wrong one: a forger costs one hash.
 *
 * Answers the code of the first fault or `undefined`. A proof that is short but right so far is not a fault here; the
 * caller compares `nonces.length` with `spec.k`. Equal nonces in different pieces are honest.
 */
export async function checkProof(proof: ProofToCheck): Promise<ProofCode | undefined> {
  const { row, spec, subject, nonces, sha256 } = proof;
  if (nonces.length > spec.k) return 'proof-too-long';
  if (nonces.some((nonce) => nonce >= nonceLimit(spec.p))) return 'nonce-out-of-range';
  for (const [piece, nonce] of nonces.entries()) {
    const input = await puzzleInput(subject, piece, sha256);
    if (!(await checkPiece({ row, input, p: spec.p, sha256 }, nonce))) return 'proof-wrong';
  }
  return undefined;
}
