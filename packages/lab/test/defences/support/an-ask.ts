import type { Ask } from '../../../src/defences/defence.js';

/** Somebody in Germany asks for a text. */
export const AN_ASK: Ask = {
  phone: '+4915112345678',
  country: 'DE',
  ip: '198.51.100.7',
  asn: 64_500,
  channel: 'sms',
  action: 'signup',
  device: new Uint8Array(32),
  signals: {},
  ipCountry: 'DE',
  effort: 'made',
};
