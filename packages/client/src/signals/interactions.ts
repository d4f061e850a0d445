import type { SignalSource } from './signal-source.js';

/** How often somebody pressed a key, pressed a pointer, pasted: counts alone, never what or where. */
export const interactionsSource: SignalSource<'interactions'> = {
  name: 'interactions',
  read: ({ interactions }) => interactions(),
};
