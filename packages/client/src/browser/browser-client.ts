import { type NumberTyped, readNumber, readTokenRequest, type TokenRequest } from '../options/token-request.js';
import { readTollgateOptions, type TollgateSettings } from '../options/tollgate-options.js';
import { ChallengeEndpoint } from '../session/challenge-endpoint.js';
import { createDevice } from '../session/device.js';
import { TokenMaker } from '../session/token-maker.js';
import { TollgateError } from '../tollgate-error.js';
import type { TollgateEvents } from '../tollgate-events.js';
import { BrowserSignals } from './browser-signals.js';
import type { Environment } from './environment.js';
import { EventHub } from './event-hub.js';
import { loadDeviceKey } from './load-device-key.js';
import { loadOnce } from './load-once.js';
import { loadSolver } from './load-solver.js';
import { PricePacer } from './price-pacer.js';
import type { Tollgate } from './tollgate.js';

/** The client of a page: options read, parts wired, failures told to listeners. */
export class BrowserClient implements Tollgate {
  readonly #settings: TollgateSettings;
  readonly #hub = new EventHub();
  readonly #closing = new AbortController();
  readonly #maker: TokenMaker;
  readonly #pacer = new PricePacer((number) => this.#priceQuietly(number));

  constructor(environment: Environment, options: unknown) {
    const defaults = { base: document.baseURI, cores: navigator.hardwareConcurrency };
    this.#settings = readTollgateOptions(options, defaults);
    this.#maker = this.#createMaker(environment);
  }

  prepare(): Promise<void> {
    return this.#tell(() => this.#maker.prepare());
  }

  async price(number: NumberTyped): Promise<void> {
    if (this.#settings.price === 'submit') return;
    try {
      await this.#pacer.price(readNumber(number));
    } catch (error) {
      if (!(error instanceof TollgateError)) throw error;
    }
  }

  token(request: TokenRequest): Promise<string> {
    return this.#tell(async () => {
      const read = readTokenRequest(request);
      this.#pacer.cancel();
      return this.#maker.token(read);
    });
  }

  answer(response: unknown): Promise<string> {
    return this.#tell(() => this.#maker.answer(response));
  }

  on<Name extends keyof TollgateEvents>(name: Name, listener: (detail: TollgateEvents[Name]) => void): () => void {
    return this.#hub.on(name, listener);
  }

  close(): void {
    this.#pacer.cancel();
    this.#hub.clear();
    this.#closing.abort(new TollgateError('closed', 'the client was closed'));
  }

  #createMaker(environment: Environment): TokenMaker {
    const { challengeUrl, action, channel, workers, signals } = this.#settings;
    const { signal } = this.#closing;
    const { emit } = this.#hub;
    const now = () => performance.now();
    const reader = signals ? new BrowserSignals(environment, signal) : undefined;
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
    return new TokenMaker({
      endpoint,
      solver: loadOnce(() => loadSolver({ environment, signal, onFallback: (reason) => emit('fallback', { reason }) })),
      device: loadOnce(async () => createDevice(await loadDeviceKey())),
      now,
      emit,
      workers,
      readSignals: async (site) => reader?.read(site) ?? {},
      signal,
    });
  }

  /** Pricing while somebody types: a number that cannot be read yet is no failure. */
  async #priceQuietly(number: NumberTyped): Promise<void> {
    try {
      await this.#maker.price(number);
    } catch (error) {
      if (error instanceof TollgateError && error.code !== 'number-invalid') this.#fail(error);
    }
  }

  async #tell<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof TollgateError) this.#fail(error);
      throw error;
    }
  }

  #fail(error: TollgateError): void {
    this.#hub.emit('state', { state: 'failed' });
    this.#hub.emit('error', { error });
  }
}
