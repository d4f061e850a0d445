import type { SignalSource } from './signal-source.js';

/** The first 8 of `navigator.languages`. */
export const languagesSource: SignalSource<'languages'> = {
  name: 'languages',
  read: ({ navigator }) => navigator.languages?.filter((tag) => tag !== '' && tag.length <= 35).slice(0, 8),
};
