import { type Texted } from './text-code.js';

const STATUS = { work: 402, delay: 429, 'step-up': 403, deny: 403 } as const;

/** The HTTP status of a page that says a text was not sent. */
export function statusOf(texted: Exclude<Texted, { kind: 'sent' }>): number {
  if (texted.kind === 'stale' || texted.kind === 'mistyped') return 400;
  if (texted.kind === 'failed') return 502;
  return texted.verdict.code === 'number-invalid' ? 400 : STATUS[texted.verdict.kind];
}
