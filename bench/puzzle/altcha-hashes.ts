import { createChallenge, pbkdf2, sha, solveChallengeWorkers } from 'altcha/lib';
import type { HashRound } from './hash-round.js';

/** One of altcha's workers, and what one guess costs in it. */
export interface AltchaWork {
  readonly algorithm: 'SHA-256' | 'PBKDF2/SHA-256';
  /** Times that each guess is hashed. */
  readonly cost: number;
}

/** For each algorithm, the counter that a challenge of the wanted length ends at. */
const counters = new Map<string, number>();

/**
 * Guesses of one of altcha's workers, which tries 0, 1, 2, … up to the challenge's counter. That is doubled until one
 * challenge takes long enough, so only the first round of an algorithm takes longer than it says.
 */
export async function hashAltcha({ algorithm, cost }: AltchaWork, wantedMs: number): Promise<HashRound> {
  const { deriveKey } = algorithm === 'SHA-256' ? sha : pbkdf2;
  for (let counter = counters.get(algorithm) ?? 16; ; counter *= 2) {
    counters.set(algorithm, counter);
    const challenge = await createChallenge({ algorithm, cost, counter, deriveKey });
    const worker = await startWorker(algorithm);
    const start = performance.now();
    const solution = await solveChallengeWorkers({ challenge, concurrency: 1, createWorker: () => worker });
    const ms = performance.now() - start;
    worker.terminate();
    if (solution?.counter !== counter) throw new Error(`altcha found ${solution?.counter}, not ${counter}`);
    if (ms >= wantedMs) return { hashes: counter + 1, ms };
  }
}

/** Starting is not measured: nobody else's is. */
async function startWorker(algorithm: AltchaWork['algorithm']): Promise<Worker> {
  const worker = new Worker(algorithm === 'SHA-256' ? '/altcha-sha.js' : '/altcha-pbkdf2.js');
  await new Promise((resolve) => setTimeout(resolve, 200));
  return worker;
}
