import type { Signals } from '@tollgate/core';
import { requireSubtle } from '../session/device.js';
import { collectSignals } from '../signals/collect-signals.js';
import type { SignalContext, VendorSignals } from '../signals/signal-source.js';
import { SIGNAL_SOURCES } from '../signals/signal-sources.js';
import { VendorBlocked } from '../signals/vendor-blocked.js';
import { countInteractions } from './count-interactions.js';
import type { Environment } from './environment.js';
import { onceIdle } from './once-idle.js';

/** Reads this browser. Interactions are counted from the start, the slow sources are read when the page is idle. */
export class BrowserSignals {
  readonly #context: Omit<SignalContext, 'site'>;

  constructor(environment: Environment, signal: AbortSignal) {
    const vendor = createLateVendor(environment);
    this.#context = {
      navigator,
      vendor,
      interactions: countInteractions(document, signal),
      now: () => performance.now(),
      sha256: async (data) => new Uint8Array(await requireSubtle().digest('SHA-256', data)),
    };
    const callOff = onceIdle(() => warmUp(vendor));
    signal.addEventListener('abort', callOff, { once: true });
  }

  /** Resolves within about a second, and never rejects. */
  read(site: string): Promise<Signals> {
    return collectSignals(SIGNAL_SOURCES, { ...this.#context, site });
  }
}

/** The vendors' code, loaded when it is first read. */
function createLateVendor(environment: Environment): VendorSignals {
  let loading: Promise<VendorSignals> | undefined;
  const load = () => {
    loading ??= environment.loadVendorSignals().catch((cause: unknown) => {
      throw new VendorBlocked('the vendors’ code cannot be loaded', { cause });
    });
    return loading;
  };
  return {
    readVisitor: async () => (await load()).readVisitor(),
    readBot: async () => (await load()).readBot(),
  };
}

/** What fails here fails again when it is read, and becomes data there. */
function warmUp(vendor: VendorSignals): void {
  void vendor.readBot().catch(() => undefined);
  void vendor.readVisitor().catch(() => undefined);
}
