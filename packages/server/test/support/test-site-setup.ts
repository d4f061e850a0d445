import type { Facts } from '../../src/facts.js';
import type { GateOptions } from '../../src/options.js';
import type { Permit } from '../../src/permit.js';
import { defineSender } from '../../src/sender.js';
import type { TestSite } from '../../src/test-site.js';
import type { Verdict } from '../../src/verdict.js';
import { createTestGate, facts } from './test-gate.js';
import { freshAddress, Visitor } from './visitor.js';

/** Whom no text reaches, and no real gate texts: of a range kept for plays and films. */
export const NOBODYS = '+447700900123';

/** The gate of a test site, one of its visitors, and both ways to ask it. */
export async function setUpTestSite(site: TestSite, overrides: Partial<GateOptions> = {}) {
  const setup = createTestGate({ site, testKeys: true, ...overrides });
  const { gate } = setup;
  const visitor = await Visitor.at(gate);
  const sent: string[] = [];
  const send = defineSender({
    name: 'stand-in',
    channels: ['sms', 'voice'],
    segments: () => 1,
    send: async ({ phone }) => void sent.push(phone),
  });
  const factsOf = (token: unknown, change: Partial<Facts> = {}) =>
    facts(token, { phone: NOBODYS, ip: freshAddress(), ...change });
  const byAdmit = (token: unknown, change?: Partial<Facts>): Promise<Verdict> => gate.admit(factsOf(token, change));
  const bySend = async (token: unknown, change?: Partial<Facts>): Promise<Verdict> => {
    const { verdict } = await gate.send(factsOf(token, change), (permit: Permit) => send(permit, ''));
    return verdict;
  };
  const token = (phone = NOBODYS) => visitor.token({ phone });
  return { ...setup, visitor, send, sent, token, byAdmit, bySend };
}
