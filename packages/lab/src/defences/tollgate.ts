import { defineSender, type Gate, type Permit, type Verdict } from '@tollgate/server';
import { ROOM_RULES, type RoomRules } from '@tollgate/server/lab';
import { BASE_HASHES } from '../world/default-puzzle.js';
import { DAY_MS } from '../world/durations.js';
import { ORIGIN, type Site } from '../world/site.js';
import { microUsdOf } from '../world/text-price.js';
import { bookedDoor } from './booked-door.js';
import type { Answer, Ask, Defence, DefenceRow, Harvested, Lever, Report, Setting } from './defence.js';
import type { Door } from './door.js';
import { ForgetfulStore } from './forgetful-store.js';
import { realDoor } from './real-door.js';
import { Spending } from './spending.js';

const OPERATOR = { by: 'operator' };
/** Longer than a tape goes on after an operator did something. */
const CLOSED_MS = 7 * DAY_MS;

/** The real server package in its default configuration, over booked work and signatures. */
export const TOLLGATE: DefenceRow = createTollgate();

interface TollgateRow {
  readonly name?: string;
  /** The rules that what goes out is counted by again. Default: those that it was let out by. */
  readonly audited?: RoomRules;
}

/** The same by other rules of room. */
export function createTollgate(
  rules = ROOM_RULES,
  { name = 'tollgate', audited = rules }: TollgateRow = {},
): DefenceRow {
  return {
    name,
    title: 'Tollgate in its default configuration for this site, at base work',
    create(setting) {
      const forgetful = setting.isForgetful ? new ForgetfulStore(setting.clock) : undefined;
      const door = bookedDoor(setting, { store: forgetful?.store, rules });
      return new Tollgate(setting, door, { store: forgetful, rules: audited });
    },
  };
}

/** The same with proofs and signatures that are made and checked: what is booked elsewhere, done. */
export const REAL_TOLLGATE: DefenceRow = {
  name: 'tollgate-real',
  title: 'Tollgate with real proofs and signatures',
  create: (setting) => new Tollgate(setting, realDoor(setting), { rules: ROOM_RULES }),
};

const send = defineSender({
  name: 'lab',
  channels: ['sms', 'voice'],
  segments: () => 1,
  send: async (_: unknown, text: string) => text,
});

/** A token, and the expected hashes that it took beyond the base. */
interface Made {
  readonly token: string;
  readonly raisedHashes: number;
}

/** What may be lost, and by which rules what goes out is counted again. */
interface Audit {
  readonly store?: ForgetfulStore | undefined;
  readonly rules: RoomRules;
}

class Tollgate implements Defence {
  readonly demand = { hashes: BASE_HASHES, captchas: 0 };
  readonly #door: Door;
  readonly #clock: Setting['clock'];
  readonly #store: ForgetfulStore | undefined;
  readonly #site: Site;
  /** A gate that lets nothing out: what the rules make of the site's configuration. */
  readonly #audited: Gate;
  readonly #spending: Spending;

  constructor(setting: Setting, door: Door, { store, rules }: Audit) {
    this.#clock = setting.clock;
    this.#site = setting.site;
    this.#door = door;
    this.#store = store;
    this.#audited = bookedDoor(setting, { rules }).gate;
    this.#spending = new Spending(setting.clock, () => this.#audited.limits(), rules);
  }

  async ask(ask: Ask): Promise<Answer> {
    this.#door.addresses.learn(ask);
    const made = await this.#token(ask);
    // The page asks for a challenge before anything else: without one the form shows the other ways.
    if (!made) return { kind: 'another-way' };
    return { ...(await this.#judge(ask, made.token)), raisedHashes: made.raisedHashes };
  }

  async #judge(ask: Ask, token: string): Promise<Answer> {
    const { phone, action, channel, ip, asn, isOnRecord: known = false } = ask;
    const facts = { token, phone, action, channel, ip, asn, known, origin: ORIGIN, headers: {} };
    const verdict = await this.#door.gate.admit(facts);
    if (verdict.kind !== 'allow') return answerOf(verdict);
    if (ask.isWithdrawn) return { kind: 'sent', id: verdict.permit.id };
    return this.#text(verdict.permit, verdict, ask);
  }

  async harvest(ask: Ask): Promise<Harvested | undefined> {
    return this.#token(ask);
  }

  async report(id: string, outcome: Report): Promise<void> {
    const reported = await this.#door.gate.report({ permitId: id, outcome });
    if (reported.ok) this.#spending.report(id, outcome);
  }

  async operate(lever: Lever): Promise<void> {
    const { gate } = this.#door;
    switch (lever.kind) {
      case 'lose-writes':
        this.#spending.lose(lever.lastMs);
        return this.#store?.lose(lever.lastMs);
      case 'close-prefix':
        return gate.closePrefix(lever.prefix, (this.#clock() + CLOSED_MS) / 1_000, OPERATOR);
      case 'raise-pool':
        for (const one of [gate, this.#audited]) {
          await one.setPool(lever.country, { expectPerDay: lever.expectPerDay }, OPERATOR);
        }
        this.#spending.note();
    }
  }

  isWithinBound(): boolean {
    return this.#spending.isWithinBound();
  }

  async #token(ask: Ask): Promise<Made | undefined> {
    const { phone, country, action, channel, ip, effort } = ask;
    if (typeof effort === 'object') return { token: effort.token, raisedHashes: 0 };
    const { alg } = this.#door;
    const challenge = await this.#door.challenge({ v: [1], algs: [alg], action, channel, phone, country }, ip);
    if (!challenge) return undefined;
    const raisedHashes = effort === 'made' ? (challenge.factor - 1) * BASE_HASHES : 0;
    return { token: await this.#door.token(challenge.text, ask, effort), raisedHashes };
  }

  async #text(permit: Permit, { tier = 'cold' }: Verdict, { phone, country, channel }: Ask): Promise<Answer> {
    await send(permit, '');
    this.#spending.add({
      id: permit.id,
      phone,
      microUsd: microUsdOf({ phone, channel }),
      isCall: channel === 'voice',
      tier,
      pool: `pool:${this.#site.poolOf(country)}`,
    });
    return { kind: 'sent', id: permit.id };
  }
}

function answerOf(verdict: Exclude<Verdict, { kind: 'allow' }>): Answer {
  if (verdict.kind === 'delay') {
    return { kind: 'wait', ms: (verdict.retryAfterSec ?? 1) * 1_000, offersAnotherWay: verdict.ways !== undefined };
  }
  return { kind: verdict.kind === 'step-up' ? 'another-way' : 'refused' };
}
