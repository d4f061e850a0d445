import { onceIdle } from '../browser/once-idle.js';
import { requireSubtle } from '../session/device.js';
import { collectSignals } from '../signals/collect-signals.js';
import type { Interactions, SignalContext, VendorSignals } from '../signals/signal-source.js';
import { SIGNAL_SOURCES } from '../signals/signal-sources.js';
import { VendorBlocked } from '../signals/vendor-blocked.js';
import type { Signals } from '@tollgate/core';

export interface BrowserSignalsParts {
  readonly loadVendorSignals: () => Promise<VendorSignals>;
  readonly interactions: () => Interactions;
  /** Aborted when nobody reads any more. */
  readonly signal: AbortSignal;
}

/** Reads this browser. The slow sources are read when the page is idle. */
export class BrowserSignals {
  readonly #context: Omit<SignalContext, 'site'>;

  constructor({ loadVendorSignals, interactions, signal }: BrowserSignalsParts) {
    const vendor = createLateVendor(loadVendorSignals);
    this.#context = {
      navigator,
      vendor,
      interactions,
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
function createLateVendor(loadVendorSignals: BrowserSignalsParts['loadVendorSignals']): VendorSignals {
  let loading: Promise<VendorSignals> | undefined;
  const load = () => {
    loading ??= loadVendorSignals().catch((cause: unknown) => {
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
