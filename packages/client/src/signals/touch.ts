import type { SignalSource } from './signal-source.js';

/** `navigator.maxTouchPoints`. */
export const touchSource: SignalSource<'touch'> = {
  name: 'touch',
  read: ({ navigator }) => navigator.maxTouchPoints,
};
