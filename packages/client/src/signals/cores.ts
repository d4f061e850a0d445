import type { SignalSource } from './signal-source.js';

/** `navigator.hardwareConcurrency`; some browsers round or cap it. */
export const coresSource: SignalSource<'cores'> = {
  name: 'cores',
  read: ({ navigator }) => navigator.hardwareConcurrency,
};
