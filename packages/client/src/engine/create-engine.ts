import { loadOnce } from '../browser/load-once.js';
import type { NumberTyped } from '../options/token-request.js';
import { readTokenRequest } from '../options/read-token-request.js';
import type { TollgateSettings } from '../options/tollgate-options.js';
import { ChallengeEndpoint } from '../session/challenge-endpoint.js';
import { createDevice } from '../session/device.js';
import { TokenMaker } from '../session/token-maker.js';
import type { Interactions } from '../signals/signal-source.js';
import { PuzzlePools } from '../solver/puzzle-pools.js';
import type { OpenSearcher } from '../solver/searcher.js';
import { WorkerPool } from '../solver/worker-pool.js';
import type { Emit } from '../tollgate-events.js';
import { BrowserSignals, type BrowserSignalsParts } from './browser-signals.js';
import { loadDeviceKey } from './load-device-key.js';

/** Where an engine finds what it loads in its turn. */
export interface EngineEnvironment extends Pick<BrowserSignalsParts, 'loadVendorSignals'> {
  /** One that solves this puzzle, and maybe others. */
  readonly createWorker: (alg: string) => Worker;
  /** The same for the calling thread, loaded only when it is needed. */
  readonly loadInlineSearcher: (alg: string) => Promise<OpenSearcher>;
}

export interface EngineParts {
  readonly settings: Pick<TollgateSettings, 'challengeUrl' | 'action' | 'channel' | 'workers' | 'signals'>;
  readonly environment: EngineEnvironment;
  readonly emit: Emit;
  /** Counts from the start of the page on, long before there is an engine. */
  readonly interactions: () => Interactions;
  /** Aborted when the client is closed. */
  readonly signal: AbortSignal;
}

/** What does the work of a client: challenges, search, key, signals, tokens. No part of the first load. */
export interface Engine {
  prepare(): Promise<void>;
  price(number: NumberTyped): Promise<void>;
  /** Asks the server again before the next token: what is in hand may have expired without a clock that noticed. */
  doubt(): void;
  token(request: unknown): Promise<string>;
  /** The token that is made already for this number, if there is one. */
  take(number: NumberTyped): string | undefined;
  answer(response: unknown): Promise<string>;
}

/** Of a younger page a server notices that its form was sent in a hurry, though it may lie there for a while yet. */
const SETTLED_MS = 1_000;

export function createEngine(parts: EngineParts): Engine {
  const maker = createMaker(parts);
  return {
    prepare: () => maker.prepare(),
    price: (number) => maker.price(number),
    doubt: () => maker.doubt(),
    token: async (request) => maker.token(readTokenRequest(request)),
    take: (number) => maker.take(number),
    answer: (response) => maker.answer(response),
  };
}

function createMaker({ settings, environment, emit, interactions, signal }: EngineParts): TokenMaker {
  const { challengeUrl, action, channel, workers, signals } = settings;
  const { createWorker, loadInlineSearcher, loadVendorSignals } = environment;
  const now = () => performance.now();
  const reader = signals ? new BrowserSignals({ loadVendorSignals, interactions, signal }) : undefined;
  const endpoint = new ChallengeEndpoint({
    url: challengeUrl,
    action,
    channel,
    // Called as a method of anything else, the browser's fetch throws.
    fetch: (...request) => globalThis.fetch(...request),
    headers: {},
    signal,
    now,
  });
  const pools = new PuzzlePools(
    (alg) =>
      new WorkerPool({
        createWorker: () => createWorker(alg),
        loadInlineSearcher: () => loadInlineSearcher(alg),
        onFallback: (reason) => emit('fallback', { reason }),
      }),
  );
  signal.addEventListener('abort', () => pools.close(), { once: true });
  return new TokenMaker({
    endpoint,
    solver: async () => pools,
    device: loadOnce(async () => createDevice(await loadDeviceKey())),
    now,
    emit,
    workers,
    readSignals: async (site) => reader?.read(site) ?? {},
    isSettled: () => !signals || (now() >= SETTLED_MS && isTouched(interactions())),
    signal,
  });
}

const isTouched = ({ keys, pointer, pastes }: Interactions) => keys + pointer + pastes > 0;
