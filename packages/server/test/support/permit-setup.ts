import type { Permit } from '../../src/permit.js';
import { defineSender } from '../../src/sender.js';
import { createTestGate, DE_PHONE, facts, permitOf } from './test-gate.js';
import { Visitor } from './visitor.js';

/** A gate, a visitor, and a sender whose text is its own count of segments. */
export async function setUpPermits() {
  const setup = createTestGate();
  const visitor = await Visitor.at(setup.gate);
  let sent = 0;
  const send = defineSender({
    name: 'test',
    channels: ['sms', 'voice'],
    segments: (segments: number) => segments,
    send: async ({ permitId }) => {
      sent++;
      return permitId;
    },
  });
  const grant = async (phone = DE_PHONE) =>
    permitOf(await setup.gate.admit(facts(await visitor.token({ phone }), { phone })));
  return { ...setup, visitor, send, grant, sentCount: () => sent };
}

/** What a permit says, as a plain object. */
export function fieldsOf(permit: Permit): object {
  return Object.assign({ phone: permit.phone }, permit);
}
