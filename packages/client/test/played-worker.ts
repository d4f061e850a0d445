import type { SearchMessage, ToPage, ToWorker } from '../src/solver/worker-protocol.js';

/** A task, and the number of its piece, which the tests write into its input's first byte. */
export interface PlayedTask extends SearchMessage {
  readonly piece: number;
}

/** The browser's worker, played: it remembers what it was told and says what the test has it say. */
export class PlayedWorker extends EventTarget {
  readonly told: ToWorker[] = [];
  terminated = false;

  /** `hear` is called with each message in a task of its own, and first with `start`. */
  constructor(readonly hear: (worker: PlayedWorker, message: ToWorker | 'start') => void = () => undefined) {
    super();
    setTimeout(() => this.#hear('start'));
  }

  postMessage(message: ToWorker): void {
    this.told.push(message);
    setTimeout(() => this.#hear(message));
  }

  /** What it says may still arrive after it was terminated. */
  say(data: ToPage): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  die(): void {
    this.dispatchEvent(new Event('error', { cancelable: true }));
  }

  terminate(): void {
    this.terminated = true;
  }

  /** Tasks it was given, also those it was told to stop. */
  get given(): readonly PlayedTask[] {
    const orders = this.told.filter((message) => message.type === 'search');
    return orders.map((order) => ({ ...order, piece: order.input[0]! }));
  }

  /** Tasks it was given and not told to stop. */
  get tasks(): readonly PlayedTask[] {
    const stopped = new Set(this.stopped);
    return this.given.filter(({ id }) => !stopped.has(id));
  }

  /** Tasks it was told to stop. */
  get stopped(): readonly number[] {
    return this.told.filter(({ type }) => type === 'stop').map(({ id }) => id);
  }

  #hear(message: ToWorker | 'start'): void {
    if (!this.terminated) this.hear(this, message);
  }
}
