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
  const fault = proofBoundsFault(proof);
  if (fault) return fault;
  return (await countRightPieces(proof)) < proof.nonces.length ? 'proof-wrong' : undefined;
}

/** What is wrong with a proof before anything is hashed. */
export function proofBoundsFault({
  spec,
  nonces,
}: Pick<ProofToCheck, 'spec' | 'nonces'>): Exclude<ProofCode, 'proof-wrong'> | undefined {
  if (nonces.length > spec.k) return 'proof-too-long';
  return nonces.some((nonce) => nonce >= nonceLimit(spec.p)) ? 'nonce-out-of-range' : undefined;
}

/**
 * How many pieces of a proof within its bounds are right, from the first one on. `known` are nonces of its first pieces
 * that were right before: where they come again they are not hashed.
 */
export async function countRightPieces(proof: ProofToCheck, known: readonly number[] = []): Promise<number> {
  const { row, spec, subject, nonces, sha256 } = proof;
  for (const [piece, nonce] of nonces.entries()) {
    if (nonce === known[piece]) continue;
    const input = await puzzleInput(subject, piece, sha256);
    if (!(await checkPiece({ row, input, p: spec.p, sha256 }, nonce))) return piece;
  }
  return nonces.length;
}
