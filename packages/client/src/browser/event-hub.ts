import type { Emit, TollgateEvents } from '../tollgate-events.js';

type Listener<Name extends keyof TollgateEvents> = (detail: TollgateEvents[Name]) => void;
type Listeners = { [Name in keyof TollgateEvents]: Set<Listener<Name>> };

const NAMES = Object.keys({
  progress: 0,
  state: 0,
  error: 0,
  fallback: 0,
  expiring: 0,
  token: 0,
  priced: 0,
} satisfies Record<keyof TollgateEvents, 0>);

/** Tells listeners. A listener that throws is the page's error, and keeps nothing from going on. */
export class EventHub {
  readonly #listeners = Object.fromEntries(NAMES.map((name) => [name, new Set()])) as unknown as Listeners;
  #state: TollgateEvents['state']['state'] = 'idle';

  /** Throws `TypeError` for an unknown event or a listener that is no function. Answers how to take it off again. */
  on<Name extends keyof TollgateEvents>(name: Name, listener: Listener<Name>): () => void {
    if (!Object.hasOwn(this.#listeners, name)) throw new TypeError(`${name}: unknown event`);
    if (typeof listener !== 'function') throw new TypeError('listener: expected a function');
    const listeners = this.#listeners[name];
    // A wrapper of its own, so that one listener added twice is also taken off twice.
    const entry: Listener<Name> = (detail) => listener(detail);
    listeners.add(entry);
    return () => void listeners.delete(entry);
  }

  readonly emit: Emit = (name, detail) => {
    if (name === 'state' && !this.#changes((detail as TollgateEvents['state']).state)) return;
    for (const listener of [...this.#listeners[name]]) {
      try {
        listener(detail);
      } catch (error) {
        globalThis.reportError(error);
      }
    }
  };

  clear(): void {
    for (const listeners of Object.values(this.#listeners)) listeners.clear();
  }

  #changes(state: TollgateEvents['state']['state']): boolean {
    if (state === this.#state) return false;
    this.#state = state;
    return true;
  }
}
