import type { SignalSource } from './signal-source.js';

/** BotD's verdict, with the kind of automation where it names one. */
export const botSource: SignalSource<'bot'> = {
  name: 'bot',
  async read({ vendor }) {
    const { bot, kind } = await vendor.readBot();
    return kind === undefined ? { bot } : { bot, kind: kind.slice(0, 32) };
  },
};
