import type { Store } from '@tollgate/server';
import { createLabGate, type RoomRules } from '@tollgate/server/lab';
import { ORIGIN } from '../world/site.js';
import { AddressBook } from './address-book.js';
import { BOOKED_PUZZLE, bookedToken, verifyBooked } from './booked-token.js';
import type { Setting } from './defence.js';
import { type Door, pricedBy } from './door.js';
import { DueTimers } from './due-timers.js';

/** A gate whose work and signatures are booked: the same code, at the speed of a simulation. */
export function bookedDoor(
  { clock, random, site }: Setting,
  { store, rules }: { readonly store?: Store | undefined; readonly rules?: RoomRules | undefined },
): Door {
  const timers = new DueTimers(clock);
  const ipData = new AddressBook();
  const { later } = timers;
  const seams = { clock, random, later, puzzle: BOOKED_PUZZLE, verifyEs256: verifyBooked, ...(rules && { rules }) };
  const gate = createLabGate({ ...site.gateOptions(), ipData, ...(store && { store }) }, seams);
  return {
    gate,
    addresses: ipData,
    alg: BOOKED_PUZZLE.alg,
    challenge: async (body, ip) => {
      await timers.goOff();
      const { status, body: answer } = await gate.challenge(body, { origin: ORIGIN, ip });
      return status === 200 ? pricedBy(gate, (answer as { readonly challenge: string }).challenge) : undefined;
    },
    token: bookedToken,
  };
}
