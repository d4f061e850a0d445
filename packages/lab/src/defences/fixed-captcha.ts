import type { DefenceRow } from './defence.js';
import { LIMITS } from './limits.js';

/**
 * A captcha before every text, then the limits. That a share of honest people fails a captcha is the world's affair: it
 * comes here as an ask without effort.
 */
export const FIXED_CAPTCHA: DefenceRow = {
  name: 'fixed-captcha',
  title: 'A captcha for everybody, then the limits per IP and per number',
  create(setting) {
    const limits = LIMITS.create(setting);
    return {
      demand: { hashes: 0, captchas: 1 },
      ask: async (ask) => (ask.effort === undefined ? { kind: 'refused' } : limits.ask(ask)),
      report: (id, report) => limits.report(id, report),
    };
  },
};
