import type { Facts } from '../../src/facts.js';
import type { GateOptions } from '../../src/options.js';
import type { Permit } from '../../src/permit.js';
import { defineSender } from '../../src/sender.js';
import type { Outcome, Sum, Window } from '../../src/store.js';
import { freshPhone } from './phones.js';
import { createTestGate, facts, permitOf } from './test-gate.js';
import { freshAddress, Visitor } from './visitor.js';

/** Texts whatever permit it is given. */
export const send = defineSender({
  name: 'test',
  channels: ['sms', 'voice'],
  segments: () => 1,
  send: async () => 'sent',
});

/** A text, and the device that asks for it: without one, somebody who was never seen before. */
export interface Asking extends Partial<Facts> {
  readonly by?: Visitor;
}

/**
 * A gate where a text to Germany or Uzbekistan costs $0.10. Germany has $4 a day and $1 an hour, and eight texts of it
 * may be out unverified, seven of them to cold devices; an hour adds five, four of them to cold devices. In a block or a
 * range four may be out, and three to cold devices. A block has $1 a day and a range $0.40; known numbers have $0.335 an
 * hour.
 */
export function setUpMoney(overrides: Partial<GateOptions> = {}) {
  const setup = createTestGate({
    prices: { asOf: '2026-01-01', smsUsd: { '49': 0.1, '998': 0.1 } },
    countries: { DE: { perDayUsd: 4 } },
    cap: { hourUsd: 1.34, dayUsd: 5.34, monthUsd: 161 },
    work: { p: 1, k: 1 },
    ...overrides,
  });
  const { gate, clock, store } = setup;
  /** Asks for a text: to a number in a block of its own, from an address of its own, unless told otherwise. */
  const ask = async ({ by, ...change }: Asking = {}) => {
    const { phone = freshPhone(), channel = 'sms', action = 'signup' } = change;
    const device = by?.visit(gate) ?? (await Visitor.at(gate));
    const token = await device.token({ phone: phone as string, channel, action });
    return gate.admit(facts(token, { ip: freshAddress(), ...change, phone }));
  };
  const text = async (asking: Asking = {}): Promise<Permit> => {
    const permit = permitOf(await ask(asking));
    await send(permit, '');
    return permit;
  };
  const textEach = async (count: number, asking: (turn: number) => Asking = () => ({})) => {
    const permits: Permit[] = [];
    for (let turn = 0; turn < count; turn++) permits.push(await text(asking(turn)));
    return permits;
  };
  /** What went out leaves the hour and stays in the day. */
  const passHour = () => clock.advanceSec(3_900);
  /** So many texts in one hour, so many in the next: an hour holds a part of what may be out. Ends within the last. */
  const textHours = async (counts: readonly number[], asking: (turn: number) => Asking = () => ({})) => {
    const permits: Permit[] = [];
    for (const [hour, count] of counts.entries()) {
      if (hour > 0) passHour();
      const before = permits.length;
      permits.push(...(await textEach(count, (turn) => asking(before + turn))));
    }
    return permits;
  };
  const report = async (permits: readonly Permit[], outcome: Outcome) => {
    for (const { id } of permits) {
      const reported = await gate.report({ permitId: id, outcome });
      if (!reported.ok) throw new Error(reported.code);
    }
  };
  /** Texts one after the other, each of which comes back as a code. */
  const verifiedEach = async (count: number, asking?: (turn: number) => Asking) => {
    const permits: Permit[] = [];
    for (let turn = 0; turn < count; turn++) {
      permits.push(await text(asking?.(turn)));
      await report(permits.slice(-1), 'verified');
    }
    return permits;
  };
  /** A device of which a code was entered; its text was trusted, so that no pool holds it any more. */
  const warmDevice = async () => {
    const by = await Visitor.at(gate);
    await report([await text({ by })], 'trusted');
    return by;
  };
  /** What a meter holds now, in micro-dollars or texts. */
  const used = async (meter: string, sum: Sum, window: Window = 'hour') => {
    const [reading] = await store.snapshot([meter]);
    return reading![window][sum];
  };
  return { ...setup, ask, text, textEach, textHours, passHour, report, verifiedEach, warmDevice, used };
}
