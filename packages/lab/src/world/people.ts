import type { Assumption } from '@tollgate/core';
import type { Ask } from '../defences/defence.js';
import { guess } from './assumption.js';
import { type DeviceClass, DEVICES } from './devices.js';
import { honestOrigin, type Origin } from './networks.js';
import { anyPhone, type Country } from './number-plan.js';
import type { Random } from './random.js';
import { honestLooks, type Looks } from './signals.js';

/** How honest people behave. */
export const HABITS = {
  typingMs: guess('from the form’s first field to the submit, median', 12_000, 'ms'),
  codeMs: guess('from the text’s arrival to the code being entered, median', 14_000, 'ms'),
  deliveryMs: guess('from the send to the text’s arrival, median', 4_000, 'ms'),
  undelivered: guess('texts that never arrive', 0.03, 'share'),
  gaveUp: guess('people who leave before they enter a code', 0.03, 'share'),
  wrongNumber: guess('people who mistype their number at first', 0.02, 'share'),
  returning: guess('people who come back to log in with a number and device seen before', 0.2, 'share'),
  keyless: guess('devices that keep no key between visits', 0.2, 'share'),
  trusted: guess('accounts that do something real within two days', 0.75, 'share'),
  trustedMs: guess('from the code to something real, median', 3_600_000, 'ms'),
  patienceMs: guess('the longest wait that a defence may ask of somebody', 180_000, 'ms'),
  captchaMs: guess('a captcha that people need not touch', 1_500, 'ms'),
  captchaHardMs: guess('a captcha with pictures', 9_000, 'ms'),
  captchaHard: guess('people who are shown pictures', 0.1, 'share'),
  captchaFailed: guess('people whom a captcha does not let pass', 0.005, 'share'),
} as const satisfies Readonly<Record<string, Assumption>>;

/** Somebody with a phone. */
export interface Person {
  readonly country: Country;
  readonly phone: string;
  readonly device: DeviceClass;
  readonly key: Uint8Array<ArrayBuffer>;
  readonly origin: Origin;
  readonly looks: Looks;
  readonly action: Ask['action'];
  readonly isOnRecord?: boolean;
}

/** Of each country's people who entered a code, the newest. */
const REMEMBERED = 2_000;

/** Where honest people come from. */
export class People {
  readonly random: Random;
  /** Where people come from instead, for a time. */
  reroute: (person: Person, nowMs: number) => Person = (person) => person;
  readonly #seen = new Map<Country, Person[]>();

  constructor(random: Random) {
    this.random = random;
  }

  /** Somebody of a country: a newcomer, or one who was here before. */
  next(country: Country): Person {
    const { random } = this;
    const seen = this.#seen.get(country);
    if (seen && random.bool(HABITS.returning.value)) return this.#again(random.pick(seen));
    return {
      country,
      phone: anyPhone(country, random),
      device: random.weighted(DEVICES),
      key: random.bytes(32),
      origin: honestOrigin(country, random),
      looks: honestLooks(country, random),
      action: 'signup',
    };
  }

  /** Somebody who entered a code, and may come back. */
  remember(person: Person): void {
    const seen = this.#seen.get(person.country) ?? [];
    this.#seen.set(person.country, seen);
    seen.push(person);
    if (seen.length > REMEMBERED) seen.shift();
  }

  #again(person: Person): Person {
    const { random } = this;
    const key = random.bool(HABITS.keyless.value) ? random.bytes(32) : person.key;
    return { ...person, key, origin: honestOrigin(person.country, random), action: 'login' };
  }
}
