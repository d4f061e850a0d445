import { type GateReport } from '@tollgate/server';
import { type Session } from './sessions.js';
import { type Site } from './site.js';

export type Checked =
  | { readonly kind: 'right'; readonly session: Session }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  /** Too late, tried too often, or none was ever sent. */
  | { readonly kind: 'spent' };

/** Checks a typed code; a right one signs in and tells the gate that the text was worth its money. */
export async function checkCode(session: Session, typed: string, site: Site): Promise<Checked> {
  const pending = session.pending;
  if (!pending) return { kind: 'spent' };
  const check = site.codes.check(pending, typed.replaceAll(' ', ''));
  if (check === 'wrong') return { kind: 'wrong', triesLeft: pending.triesLeft };
  if (check === 'spent') return { kind: 'spent' };
  delete session.pending;
  if (pending.channel === 'sms') await report(site, { phone: pending.address, outcome: 'verified' });
  return { kind: 'right', session: site.sessions.signIn(session, site.accounts.open(pending)) };
}

/** A report that is not taken is the operator's business: the person who signs in does not wait for it to work. */
export async function report(site: Site, what: GateReport): Promise<void> {
  try {
    const taken = await site.gate.report(what);
    if (!taken.ok && taken.code !== 'report-repeated') console.error(`The gate did not take a report: ${taken.code}`);
  } catch (error) {
    console.error('The gate did not take a report:', error);
  }
}
