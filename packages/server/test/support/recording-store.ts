import { createMemoryStore, type MemoryStoreOptions } from '../../src/memory-store/memory-store.js';
import type { Store } from '../../src/store.js';

type Operation = Exclude<keyof Store, 'close' | 'site'>;

/** What gates ask beside the requests, in a time of their own. */
const BESIDE: readonly Operation[] = ['snapshot'];

/** The real memory store, with a record of every call that a request makes and a switch that takes operations down. */
export interface RecordingStore extends Store {
  readonly calls: Operation[];
  readonly down: Set<Operation>;
  count(operation: Operation): number;
}

export function createRecordingStore(options: MemoryStoreOptions): RecordingStore {
  const inner = createMemoryStore(options);
  const calls: Operation[] = [];
  const down = new Set<Operation>();
  const recorded =
    <K extends Operation>(operation: K) =>
    async (...given: Parameters<Store[K]>) => {
      if (!BESIDE.includes(operation)) calls.push(operation);
      if (down.has(operation)) throw new Error(`the store is down for ${operation}`);
      return (inner[operation] as (...args: Parameters<Store[K]>) => unknown)(...given);
    };
  return {
    calls,
    down,
    count: (operation) => calls.filter((call) => call === operation).length,
    open: recorded('open'),
    admit: recorded('admit'),
    claim: recorded('claim'),
    settle: recorded('settle'),
    report: recorded('report'),
    snapshot: recorded('snapshot'),
    controls: recorded('controls'),
    control: recorded('control'),
    park: recorded('park'),
    take: recorded('take'),
    mark: recorded('mark'),
    spend: recorded('spend'),
    forget: recorded('forget'),
    reopen: recorded('reopen'),
    close: () => inner.close(),
  } as RecordingStore;
}
