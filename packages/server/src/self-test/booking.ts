import { LIMITS, type Signals } from '@tollgate/core';
import { judgeVerified } from '../admit.js';
import { bookedRequest } from '../booked-request.js';
import { checkFacts, type Facts } from '../facts.js';
import type { Destination } from '../phone-number.js';
import type { MeterUse, Outcome } from '../store.js';
import type { Verdict } from '../verdict.js';
import type { Sandbox, Scene } from './sandbox.js';

/** A request whose token is taken for right: what is asked is whether there is room. */
export interface Booking {
  readonly destination?: Destination;
  /** The device key's name, 32 bytes. Default: somebody who was never seen. */
  readonly device?: Uint8Array;
  readonly challengeId?: Uint8Array<ArrayBuffer>;
  readonly facts?: Partial<Facts>;
  /** In place of what an ordinary person's browser says. */
  readonly signals?: Signals;
  /** True for a browser that says that a program drives it. */
  readonly isFlagged?: boolean;
}

/** What a browser says that nothing speaks against, so that every tier is open that can be. */
function signalsOf(isFlagged: boolean): Signals {
  return {
    languages: { v: ['en'] },
    timeZone: { v: 'UTC' },
    webdriver: { v: isFlagged },
    interactions: { v: { keys: 12, pointer: 1, pastes: 0 } },
    pageMs: { v: 10_000 },
  };
}

/** The verdict on a booking. */
export async function ask(site: Sandbox, scene: Scene, booking: Booking = {}): Promise<Verdict> {
  return (await judgeBooking(site, scene, booking)).verdict;
}

/** Judges from the tier on, as `judge` does with a token that held. */
export function judgeBooking(site: Sandbox, { context }: Scene, booking: Booking): ReturnType<typeof judgeVerified> {
  const { destination = site.home, device = site.randomBytes(32), challengeId = site.randomBytes(16) } = booking;
  const origin = context.options.origins[0]!;
  const { action, home } = site;
  const facts = checkFacts({ phone: home.e164, action, origin, ip: undefined, headers: {}, ...booking.facts });
  if ('wrong' in facts) throw new Error(`the canary's facts: ${facts.wrong}`);
  const signals = { ...signalsOf(booking.isFlagged ?? false), ...booking.signals };
  return judgeVerified(context, {}, bookedRequest(context, { facts, destination, device, challengeId, signals }));
}

/** Money that went out before a canary. */
export interface Filling {
  readonly use: MeterUse;
  readonly microUsd: number;
  /** What became of it; exposed where nothing did. */
  readonly outcome?: Outcome;
  /** Whose code was entered. */
  readonly device: string;
}

/** Puts money into one meter, as one text that was claimed and accepted. No limit is asked. */
export async function fill(site: Sandbox, { context }: Scene, filling: Filling): Promise<void> {
  const { use, microUsd, outcome, device } = filling;
  const { store, options } = context;
  const name = (what: string) => `${what} ${site.randomBytes(16).join('.')}`;
  const pid = name('pid');
  const claim = {
    jti: name('jti'),
    redeemedUntilMs: options.clock() + LIMITS.challengeTtlSec * 1_000,
    permit: { pid, action: site.action, channel: 'sms', segments: 1, microUsd } as const,
    number: [name('number'), name('before'), name('before that')] as const,
    device,
    controlsVersion: 0,
    isSecondCall: false,
  };
  const meters = [{ use, limits: [] }];
  await store.admit(claim, [{ tier: 'cold', opening: 'anyone', meters }]);
  await store.claim(pid);
  await store.settle(pid, 'accepted');
  if (outcome) await store.report({ pid }, { outcome });
}
