import type { SignalSource } from './signal-source.js';

/** The IANA name of the time zone. */
export const timeZoneSource: SignalSource<'timeZone'> = {
  name: 'timeZone',
  read: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
};
