import type { createEngine } from '../engine/create-engine.js';
import type { Words } from '../languages/words.js';
import { takeInlineSearcher } from '../solver/hand-over.js';
import type { createVendorSignals } from '../vendor-signals.js';
import type { WidgetView } from '../view/widget-view.js';
import type { WidgetEnvironment } from '../widget/widget-environment.js';
import { BrowserClient } from './browser-client.js';
import type { Environment } from './environment.js';
import { loadModule } from './load-module.js';
import { scriptAddress } from './script-address.js';

/** Parts beside the script at `scriptUrl`, under their published names: host the folder as a whole. */
export function createScriptEnvironment(scriptUrl: string): WidgetEnvironment {
  const urlOf = (file: string) => new URL(file, scriptUrl).href;
  const part = <Part>(file: string) => loadModule<Part>(urlOf(file));
  const environment: Environment = {
    loadEngine: async () => (await part<{ createEngine: typeof createEngine }>('tollgate-engine.js')).createEngine,
    createWorker: (alg) => new Worker(scriptAddress(urlOf(solverOf(alg)))),
    async loadInlineSearcher(alg) {
      await part(solverOf(alg));
      return takeInlineSearcher(alg);
    },
    async loadVendorSignals() {
      const { createVendorSignals: create } = await part<{ createVendorSignals: typeof createVendorSignals }>(
        'tollgate-signals.js',
      );
      return create();
    },
  };
  return {
    createClient: (options) => new BrowserClient(environment, options),
    loadView: async () => (await part<{ WidgetView: typeof WidgetView }>('tollgate-view.js')).WidgetView,
    loadWords: async (tag) => (await part<{ words: Words }>(`languages/${tag}.js`)).words,
  };
}

/** A file for each puzzle, which is a worker's script and the page's too. */
function solverOf(alg: string): string {
  return alg === 'argon2id-1' ? 'tollgate-solver-argon2id.js' : 'tollgate-solver.js';
}
