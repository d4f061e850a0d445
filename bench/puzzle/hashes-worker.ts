import initCap, { solve_pow as solveCap } from '@cap.js/wasm/browser/cap_wasm.js';
import { findPuzzle } from '@tollgate/core';
import { getWasmSolver } from 'friendly-pow/api/wasm.js';
import { argon2id, createSHA256 } from 'hash-wasm';
import { hashFor, type HashRound } from './hash-round.js';

/** What this worker hashes by name, each for so many milliseconds. */
export type HashesInWorker = 'hashwx-1' | 'hash-wasm-sha256' | 'hash-wasm-argon2id' | 'cap' | 'friendly-pow';

/** Page → worker. */
export interface RoundOrder {
  readonly subject: HashesInWorker;
  readonly ms: number;
}

/** Worker → page: one for each order. */
export type RoundAnswer = { readonly round: HashRound } | { readonly error: string };

const sha256 = async (data: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest('SHA-256', data));

/** As many as make the clock's step and the loop around them negligible. */
const MESSAGES = 1_000;

const subjects: Readonly<Record<HashesInWorker, (ms: number) => Promise<HashRound>>> = {
  'hashwx-1': hashwx,
  'hash-wasm-sha256': hashWasmSha256,
  'hash-wasm-argon2id': hashWasmArgon2id,
  cap,
  'friendly-pow': friendlyPow,
};

/** Blocks of other pieces each time, so that making programs is counted as visitors meet it. */
async function hashwx(ms: number): Promise<HashRound> {
  const row = findPuzzle('hashwx-1')!;
  const { blockNonces, sliceHashes } = row;
  return hashFor(ms, async () => {
    const search = await row.createSearch({ input: crypto.getRandomValues(new Uint8Array(32)), block: 0, sha256 });
    // Nothing wins, but once in 2^63 hashes.
    for (let first = 0; first < blockNonces; first += sliceHashes) await search(first, sliceHashes, 1n);
    return blockNonces;
  });
}

async function hashWasmSha256(ms: number): Promise<HashRound> {
  const hasher = await createSHA256();
  const message = crypto.getRandomValues(new Uint8Array(40));
  const nonce = new DataView(message.buffer, 32);
  return hashFor(ms, () => {
    for (let at = 0; at < MESSAGES; at += 1) {
      nonce.setUint32(0, at);
      hasher.init().update(message).digest('binary');
    }
    return MESSAGES;
  });
}

async function hashWasmArgon2id(ms: number): Promise<HashRound> {
  const password = new Uint8Array(4);
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const cost = { parallelism: 1, iterations: 1, memorySize: 1_024, hashLength: 8 };
  return hashFor(ms, async () => {
    await argon2id({ password, salt, ...cost, outputType: 'binary' });
    return 1;
  });
}

/** Challenges as Cap's server makes them by default. It tries 0, 1, 2, …: a nonce tells the hashes made. */
async function cap(ms: number): Promise<HashRound> {
  await initCap({ module_or_path: '/cap_wasm_bg.wasm' });
  return hashFor(ms, () => {
    const salt = crypto.randomUUID().replaceAll('-', '');
    return Number(solveCap(salt, '0000')) + 1;
  });
}

/** A puzzle that nothing solves, for so many tries; a real one is 128 bytes too. */
async function friendlyPow(ms: number): Promise<HashRound> {
  const solve = await getWasmSolver(await WebAssembly.compileStreaming(fetch('/friendly-pow.wasm')));
  const puzzle = crypto.getRandomValues(new Uint8Array(128));
  return hashFor(ms, () => {
    solve(puzzle, 0, 20 * MESSAGES);
    return 20 * MESSAGES;
  });
}

addEventListener('message', ({ data: { subject, ms } }: MessageEvent<RoundOrder>) => {
  subjects[subject](ms).then(
    (round) => postMessage({ round } satisfies RoundAnswer),
    (error: unknown) => postMessage({ error: String(error) } satisfies RoundAnswer),
  );
});
