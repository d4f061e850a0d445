/** Calls back when a signal is aborted. One listener serves all who watch a signal: Node warns of more than ten. */
export class AbortWatch {
  readonly #watchers = new Map<AbortSignal, Set<() => void>>();

  /** Answers how to end the watch; the signal then keeps nothing of it. */
  watch(signal: AbortSignal, onAbort: () => void): () => void {
    const watchers = this.#watchers.get(signal) ?? new Set();
    if (watchers.size === 0) {
      this.#watchers.set(signal, watchers);
      signal.addEventListener('abort', this.#tell, { once: true });
    }
    watchers.add(onAbort);
    return () => {
      watchers.delete(onAbort);
      if (watchers.size > 0) return;
      this.#watchers.delete(signal);
      signal.removeEventListener('abort', this.#tell);
    };
  }

  readonly #tell = (event: Event): void => {
    for (const onAbort of [...(this.#watchers.get(event.target as AbortSignal) ?? [])]) onAbort();
  };
}
