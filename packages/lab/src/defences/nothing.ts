import { NO_DEMAND } from './baseline-demands.js';
import type { DefenceRow } from './defence.js';

/** Every request texts: what an attack costs a site without any defence. */
export const NOTHING: DefenceRow = {
  name: 'nothing',
  title: 'No defence: every request texts',
  create() {
    let texts = 0;
    return {
      demand: NO_DEMAND,
      ask: async () => ({ kind: 'sent', id: `nothing-${++texts}` }),
      report: async () => undefined,
    };
  },
};
