import { createMemoryStore, type Store } from '@tollgate/server';

/** What a store does after it noticed that writes were lost: strangers wait so long. */
const CLOSED_MS = 3_600_000;

interface Entry {
  readonly atMs: number;
  readonly redo: (store: Store) => Promise<unknown>;
}

/** A memory store that can lose its last seconds, as a server does whose replica lagged when it took over. */
export class ForgetfulStore {
  readonly #clock: () => number;
  readonly #journal: Entry[] = [];
  #inner: Store;
  /** The clock of the store within: virtual time, or an earlier moment while the journal is read. */
  #readingMs: number | undefined;
  #closedUntilMs = -Infinity;

  constructor(clock: () => number) {
    this.#clock = clock;
    this.#inner = this.#fresh();
  }

  /** The store, as a gate takes it. */
  get store(): Store {
    const inner = () => this.#inner;
    return {
      open: () => inner().open(),
      admit: async (claim, choices) => {
        const isClosed = this.#clock() < this.#closedUntilMs;
        const open = isClosed ? choices.filter(({ tier }) => tier === 'known') : choices;
        const result = await this.#do((store) => store.admit(claim, open));
        return isClosed && result.kind === 'closed' ? { kind: 'degraded' } : result;
      },
      claim: (pid) => this.#do((store) => store.claim(pid)),
      settle: (pid, state, microUsd) => this.#do((store) => store.settle(pid, state, microUsd)),
      report: (subject, report) => this.#do((store) => store.report(subject, report)),
      snapshot: (meters) => inner().snapshot(meters),
      controls: () => inner().controls(),
      control: (next) => this.#do((store) => store.control(next)),
      park: (key, sealed, ttlMs) => this.#do((store) => store.park(key, sealed, ttlMs)),
      take: (key) => this.#do((store) => store.take(key)),
      mark: (key, ttlMs) => this.#do((store) => store.mark(key, ttlMs)),
      spend: (key) => this.#do((store) => store.spend(key)),
      forget: (number, parked) => this.#do((store) => store.forget(number, parked)),
      reopen: () => inner().reopen(),
      close: () => inner().close(),
    };
  }

  /** Goes back to how it was so long ago. Nobody puts anything back: the processes that wrote it are gone as well. */
  async lose(lastMs: number): Promise<void> {
    const nowMs = this.#clock();
    const kept = this.#journal.filter(({ atMs }) => atMs < nowMs - lastMs);
    this.#inner = this.#fresh();
    for (const { atMs, redo } of kept) {
      this.#readingMs = atMs;
      await redo(this.#inner);
    }
    this.#readingMs = undefined;
    this.#journal.splice(0, Infinity, ...kept);
    this.#closedUntilMs = nowMs + CLOSED_MS;
  }

  #do<T>(redo: (store: Store) => Promise<T>): Promise<T> {
    this.#journal.push({ atMs: this.#clock(), redo });
    return redo(this.#inner);
  }

  #fresh(): Store {
    return createMemoryStore({ clock: () => this.#readingMs ?? this.#clock() });
  }
}
