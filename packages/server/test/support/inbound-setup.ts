import type { InboundInvitation } from '../../src/inbound/invitation.js';
import type { GateOptions } from '../../src/options.js';
import { createTestGate, DE_PHONE, facts, refused } from './test-gate.js';

export const OWN_NUMBER = '+14155550123';
export const INBOUND_WAYS = ['email', 'passkey', 'inbound'] as const;
export const INBOUND_OPTIONS = { stepUp: INBOUND_WAYS, inbound: { number: OWN_NUMBER, actions: ['signup'] } } as const;

/** A gate whose sign-up may be finished by a text to the site. */
export function setUpInbound(overrides: Partial<GateOptions> = {}) {
  // One wrong secret in 150,000 has a right check by chance: never in a test.
  let drawn = 0;
  const random = (length: number) => new Uint8Array(length).fill(++drawn);
  const setup = createTestGate({ ...INBOUND_OPTIONS, random, ...overrides });
  const { gate } = setup;
  /** What somebody without a token is shown. */
  const invite = async (phone = DE_PHONE): Promise<InboundInvitation> => {
    const { inbound } = refused(await gate.admit(facts(undefined, { phone })));
    if (!inbound) throw new Error('nobody was invited');
    return inbound;
  };
  /** A text to the site, as the provider tells of it. */
  const text = (body: unknown, { from = DE_PHONE, to = OWN_NUMBER }: { from?: unknown; to?: unknown } = {}) =>
    gate.takeInboundText({ from, to, text: body });
  const take = (ticket: unknown, change: { phone?: unknown; country?: unknown; action?: unknown } = {}) =>
    gate.takeInbound({ ticket, phone: DE_PHONE, action: 'signup', ...change });
  return { ...setup, invite, text, take };
}
