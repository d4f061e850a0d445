import { createMemoryStore, type MemoryStoreOptions } from '../../src/memory-store/memory-store.js';
import type { Store } from '../../src/store.js';

type Operation = Exclude<keyof Store, 'close'>;

/** The real memory store, with a record of every call and a switch that takes operations down. */
export interface RecordingStore extends Store {
  readonly calls: Operation[];
  readonly down: Set<Operation>;
  count(operation: Operation): number;
}

export function createRecordingStore(options: MemoryStoreOptions): RecordingStore {
  const inner = createMemoryStore(options);
  const calls: Operation[] = [];
  const down = new Set<Operation>();
  const note = (operation: Operation) => {
    calls.push(operation);
    if (down.has(operation)) throw new Error(`the store is down for ${operation}`);
  };
  return {
    calls,
    down,
    count: (operation) => calls.filter((call) => call === operation).length,
    async admit(claim, choices) {
      note('admit');
      return inner.admit(claim, choices);
    },
    async claim(pid) {
      note('claim');
      return inner.claim(pid);
    },
    async settle(pid, state) {
      note('settle');
      return inner.settle(pid, state);
    },
    async report(subject, report) {
      note('report');
      return inner.report(subject, report);
    },
    close: () => inner.close(),
  };
}
