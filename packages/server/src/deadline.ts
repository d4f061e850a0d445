import type { Later } from './meter-watch.js';

/** By the machine's own clock. Keeps the process alive: whoever waits shall hear that it was in vain. */
export const deadline: Later = (run, ms) => {
  const timer = setTimeout(run, ms);
  return () => {
    clearTimeout(timer);
  };
};
