import type { createEngine, EngineEnvironment } from '../engine/create-engine.js';

/** Where the parts that are not in the first load come from; the module and the script tag find them differently. */
export interface Environment extends EngineEnvironment {
  /** A load that failed may be asked for again. */
  readonly loadEngine: () => Promise<typeof createEngine>;
}
