import { createInlineSolver } from './inline-solver.js';
import { type HeadlessOptions, readHeadlessOptions } from './options/headless-options.js';
import { readTokenRequest } from './options/read-token-request.js';
import type { NumberTyped, TokenRequest } from './options/token-request.js';
import { ChallengeEndpoint } from './session/challenge-endpoint.js';
import { createDevice, type Device, generateDeviceKey, requireSubtle } from './session/device.js';
import { TokenMaker } from './session/token-maker.js';
import { TollgateError, type TollgateErrorCode } from './tollgate-error.js';

export { TollgateError };
export type { HeadlessOptions, NumberTyped, TokenRequest, TollgateErrorCode };

/** A client without a page: for tests, native apps and machine clients. */
export interface HeadlessClient {
  /**
   * Resolves to a token for one submission, over a challenge that no other token carries. Solves on the calling thread
   * in slices of a few milliseconds. Rejects with a `TollgateError`, or a `TypeError` or `RangeError` that names the
   * member misused.
   */
  token(request: TokenRequest): Promise<string>;
  /**
   * Resolves to a new token over the priced challenge in a 402 (its `Response`, which stays readable, or its parsed
   * body), with the same `cd` and `ext`. Rejects as `token` does, and with `answer-unusable`.
   */
  answer(response: unknown): Promise<string>;
}

/**
 * Creates a client that runs where there is no DOM (Node 20 and later). Nothing is fetched before `token()`. Throws
 * `TypeError` or `RangeError` that names the option, also for an unknown one.
 */
export function createHeadlessClient(options: HeadlessOptions): HeadlessClient {
  const { challengeUrl, origin, keyPair, signals, ...settings } = readHeadlessOptions(options);
  const { signal } = new AbortController();
  const now = () => performance.now();
  const solver = createInlineSolver();
  const endpoint = new ChallengeEndpoint({ ...settings, url: challengeUrl, headers: { origin }, signal, now });
  const maker = new TokenMaker({
    endpoint,
    solver: async () => solver,
    device: createDeviceLoader(keyPair),
    now,
    emit: () => undefined,
    workers: 1,
    readSignals: async () => signals,
    isSettled: () => true,
    signal,
  });
  return {
    token: async (request) => maker.token(readTokenRequest(request)),
    answer: (response) => maker.answer(response),
  };
}

/** Generates the key on first use, so that creating a client neither waits nor fails. */
function createDeviceLoader(keyPair: CryptoKeyPair | undefined): () => Promise<Device> {
  let device: Promise<Device> | undefined;
  return () => (device ??= load(keyPair));
}

async function load(keyPair: CryptoKeyPair | undefined): Promise<Device> {
  return createDevice(keyPair ?? (await generateDeviceKey(requireSubtle())));
}
