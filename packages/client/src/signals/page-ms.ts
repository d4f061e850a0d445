import type { SignalSource } from './signal-source.js';

/** Whole milliseconds on the page, at most 2^31 (25 days). */
export const pageMsSource: SignalSource<'pageMs'> = {
  name: 'pageMs',
  read: ({ now }) => Math.min(2 ** 31, Math.max(0, Math.round(now()))),
};
