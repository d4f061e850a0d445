import type { Engine } from '../engine/create-engine.js';
import { type NumberTyped, readNumber, type TokenRequest } from '../options/token-request.js';
import { readTollgateOptions, type TollgateSettings } from '../options/tollgate-options.js';
import { isTollgateError, TollgateError } from '../tollgate-error.js';
import type { TollgateEvents } from '../tollgate-events.js';
import { countInteractions } from './count-interactions.js';
import type { Environment } from './environment.js';
import { EventHub } from './event-hub.js';
import { loadOnce } from './load-once.js';
import { onceIdle } from './once-idle.js';
import { PricePacer } from './price-pacer.js';
import type { Tollgate } from './tollgate.js';

/** The client of a page: options read, failures told to listeners. What does the work is loaded when the page is idle. */
export class BrowserClient implements Tollgate {
  readonly #settings: TollgateSettings;
  readonly #hub = new EventHub();
  readonly #closing = new AbortController();
  readonly #engine: () => Promise<Engine>;
  #loaded: Engine | undefined;
  readonly #pacer = new PricePacer((number) => this.#priceQuietly(number));

  constructor(environment: Environment, options: unknown) {
    const defaults = { base: document.baseURI, cores: navigator.hardwareConcurrency };
    this.#settings = readTollgateOptions(options, defaults);
    this.#engine = this.#loader(environment);
    const { signal } = this.#closing;
    const callOff = onceIdle(() => void this.#engine().catch(() => undefined));
    signal.addEventListener('abort', callOff, { once: true });
  }

  prepare(): Promise<void> {
    return this.#tell(async (engine) => engine.prepare());
  }

  async price(number: NumberTyped): Promise<void> {
    if (this.#settings.price === 'submit') return;
    try {
      await this.#pacer.price(readNumber(number));
    } catch (error) {
      if (!isTollgateError(error)) throw error;
    }
  }

  token(request: TokenRequest): Promise<string> {
    this.#pacer.cancel();
    // What the caller changes in it while the engine loads is not meant.
    const asked = { ...request };
    return this.#tell((engine) => engine.token(asked), asked.signal);
  }

  takeToken(number: NumberTyped): string | undefined {
    if (this.#closing.signal.aborted) return undefined;
    try {
      const token = this.#loaded?.take(readNumber(number));
      if (token !== undefined) this.#pacer.cancel();
      return token;
    } catch {
      // `token()` says what is wrong with the number.
      return undefined;
    }
  }

  answer(response: unknown): Promise<string> {
    return this.#tell((engine) => engine.answer(response));
  }

  doubt(): void {
    void this.#engine().then(
      (engine) => engine.doubt(),
      () => undefined,
    );
  }

  on<Name extends keyof TollgateEvents>(name: Name, listener: (detail: TollgateEvents[Name]) => void): () => void {
    return this.#hub.on(name, listener);
  }

  close(): void {
    this.#pacer.cancel();
    this.#hub.clear();
    this.#closing.abort(new TollgateError('closed', 'the client was closed'));
  }

  #loader(environment: Environment): () => Promise<Engine> {
    const { signal } = this.#closing;
    const { emit } = this.#hub;
    const settings = this.#settings;
    const interactions = settings.signals ? countInteractions(document, signal) : noInteractions;
    return loadOnce(async () => {
      const createEngine = await environment.loadEngine().catch((cause: unknown) => {
        throw new TollgateError('engine-unavailable', 'a file of the client cannot be loaded', { cause });
      });
      signal.throwIfAborted();
      return (this.#loaded = createEngine({ settings, environment, emit, interactions, signal }));
    });
  }

  /** Pricing while somebody types: a number that cannot be read yet is no failure. */
  async #priceQuietly(number: NumberTyped): Promise<void> {
    try {
      await (await this.#engine()).price(number);
    } catch (error) {
      if (isTollgateError(error) && error.code !== 'number-invalid') this.#fail(error);
    }
  }

  async #tell<T>(work: (engine: Engine) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const closing = this.#closing.signal;
    const over = new AbortController();
    try {
      closing.throwIfAborted();
      return await Promise.race([this.#engine().then(work), abortOf(signal, over), abortOf(closing, over)]);
    } catch (error) {
      if (isTollgateError(error)) this.#fail(error);
      throw error;
    } finally {
      over.abort();
    }
  }

  #fail(error: TollgateError): void {
    this.#hub.emit('state', { state: 'failed' });
    this.#hub.emit('error', { error });
  }
}

/** Rejects with the signal's reason: a caller that gives up waits for no file and no server. What is no signal is named later. */
function abortOf(signal: unknown, over: AbortController): Promise<never> {
  return new Promise((_, reject) => {
    if (!(signal instanceof AbortSignal)) return;
    signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: over.signal });
  });
}

const noInteractions = () => ({ keys: 0, pointer: 0, pastes: 0 });
