import type { Ask, DefenceRow, Setting } from './defence.js';
import { LIMITS } from './limits.js';

/** How long an answer to a captcha may be used, once: Turnstile's documentation, as of 2026. */
const VALID_MS = 300_000;

/**
 * A captcha before every text, then the limits. That a share of honest people fails a captcha is the world's affair: it
 * comes here as an ask without effort.
 */
export const FIXED_CAPTCHA: DefenceRow = {
  name: 'fixed-captcha',
  title: 'A captcha for everybody, then the limits per IP and per number',
  create(setting) {
    const limits = LIMITS.create(setting);
    const solved = new SolvedCaptchas(setting);
    return {
      demand: { hashes: 0, captchas: 1 },
      ask: async (ask) => (solved.accept(ask) ? limits.ask(ask) : { kind: 'refused' }),
      report: (id, report) => limits.report(id, report),
      harvest: async () => solved.keep(),
    };
  },
};

/** Answers that were not sent at once. They name no number. */
class SolvedCaptchas {
  readonly #clock: () => number;
  readonly #madeAtMs = new Map<string, number>();
  #made = 0;

  constructor({ clock }: Pick<Setting, 'clock'>) {
    this.#clock = clock;
  }

  keep() {
    const token = `captcha-${++this.#made}`;
    this.#madeAtMs.set(token, this.#clock());
    return { token };
  }

  accept({ effort }: Pick<Ask, 'effort'>): boolean {
    if (typeof effort !== 'object') return effort === 'made';
    const madeAtMs = this.#madeAtMs.get(effort.token) ?? -Infinity;
    this.#madeAtMs.delete(effort.token);
    return this.#clock() - madeAtMs <= VALID_MS;
  }
}
