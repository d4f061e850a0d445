import { defineSender, type Permit, type Verdict } from '@tollgate/server';
import type { RoomRules } from '@tollgate/server/lab';
import { ORIGIN } from '../world/site.js';
import { bookedDoor } from './booked-door.js';
import type { Answer, Ask, Defence, DefenceRow, Lever, Report, Setting } from './defence.js';
import type { Door } from './door.js';
import { ForgetfulStore } from './forgetful-store.js';
import { realDoor } from './real-door.js';
import { Spending } from './spending.js';

/** Base work of `hashwx-1`: eight pieces of 2^15 expected hashes. */
const BASE_HASHES = 8 * 32_768;
const OPERATOR = { by: 'operator' };

/** The real server package in its default configuration, over booked work and signatures. */
export const TOLLGATE: DefenceRow = createTollgate();

/** The same by other rules of room. */
export function createTollgate(rules?: RoomRules, name = 'tollgate'): DefenceRow {
  return {
    name,
    title: 'Tollgate in its default configuration for this site, at base work',
    create(setting) {
      const forgetful = setting.isForgetful ? new ForgetfulStore(setting.clock) : undefined;
      const door = bookedDoor(setting, { store: forgetful?.store, rules });
      return new Tollgate(setting, door, forgetful);
    },
  };
}

/** The same with proofs and signatures that are made and checked: what is booked elsewhere, done. */
export const REAL_TOLLGATE: DefenceRow = {
  name: 'tollgate-real',
  title: 'Tollgate with real proofs and signatures',
  create: (setting) => new Tollgate(setting, realDoor(setting)),
};

const send = defineSender({
  name: 'lab',
  channels: ['sms', 'voice'],
  segments: () => 1,
  send: async (_: unknown, text: string) => text,
});

class Tollgate implements Defence {
  readonly demand = { hashes: BASE_HASHES, captchas: 0 };
  readonly #door: Door;
  readonly #store: ForgetfulStore | undefined;
  readonly #spending: Spending;

  constructor({ clock }: Setting, door: Door, store?: ForgetfulStore) {
    this.#door = door;
    this.#store = store;
    this.#spending = new Spending(clock, () => door.gate.limits());
  }

  async ask(ask: Ask): Promise<Answer> {
    const token = await this.#token(ask);
    // The page asks for a challenge before anything else: without one the form shows the other ways.
    if (token === undefined) return { kind: 'another-way' };
    const { phone, action, channel, ip, isOnRecord: known = false } = ask;
    const facts = { token, phone, action, channel, ip, known, origin: ORIGIN, headers: {} };
    const verdict = await this.#door.gate.admit(facts);
    if (verdict.kind !== 'allow') return answerOf(verdict);
    return this.#text(verdict.permit, verdict);
  }

  async report(id: string, outcome: Report): Promise<void> {
    const reported = await this.#door.gate.report({ permitId: id, outcome });
    if (reported.ok) this.#spending.report(id, outcome);
  }

  async operate(lever: Lever): Promise<void> {
    if (lever.kind === 'lose-writes') await this.#store?.lose(lever.lastMs);
    else await this.#door.gate.setPool(lever.country, { expectPerDay: lever.expectPerDay }, OPERATOR);
    this.#spending.note();
  }

  isWithinBound(): boolean {
    return this.#spending.isWithinBound();
  }

  async #token({ phone, country, action, channel, ip, device, effort }: Ask): Promise<string | undefined> {
    const { alg } = this.#door;
    const challenge = await this.#door.challenge({ v: [1], algs: [alg], action, channel, phone, country }, ip);
    return challenge === undefined ? undefined : this.#door.token(challenge, device, effort);
  }

  async #text(permit: Permit, { reasons, cost }: Verdict): Promise<Answer> {
    await send(permit, '');
    this.#spending.add({
      id: permit.id,
      phone: permit.phone,
      microUsd: cost.price?.totalMicroUsd ?? 0,
      isKnown: reasons.includes('tier-known'),
      pool: cost.exposure?.pool ?? '',
    });
    return { kind: 'sent', id: permit.id };
  }
}

function answerOf(verdict: Exclude<Verdict, { kind: 'allow' }>): Answer {
  if (verdict.kind === 'delay') return { kind: 'wait', ms: (verdict.retryAfterSec ?? 1) * 1_000 };
  return { kind: verdict.kind === 'step-up' ? 'another-way' : 'refused' };
}
