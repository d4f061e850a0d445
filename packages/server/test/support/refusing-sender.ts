import { defineSender } from '../../src/sender.js';

/** A sender whose provider refuses every text before it accepts it. */
export const refusing = defineSender({
  name: 'refusing',
  channels: ['sms'],
  segments: () => 1,
  send: () => Promise.reject(new Error('refused')),
  refused: () => true,
});
