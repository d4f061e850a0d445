import type { Answer, Ask } from '../defences/defence.js';
import type { HonestOutcome } from '../score/job-result.js';
import { WORKERS } from './devices.js';
import { DAY_MS } from './durations.js';
import { anyPhone } from './number-plan.js';
import { HABITS, type People, type Person } from './people.js';
import type { Random } from './random.js';
import type { World } from './world.js';

/** Texts that somebody asks for before giving up, the first one included. */
const TEXTS_MAX = 3;
/** How long people look for a code before they ask for another. */
const PATIENT_MS = 40_000;

/** One honest person, from the form to the code or to whatever becomes of them. */
export class HonestVisit {
  readonly #world: World;
  readonly #people: People;
  readonly #person: Person;
  readonly #random: Random;
  readonly #startMs: number;
  #delayMs = 0;
  #heldUpMs = 0;
  #texts = 0;

  /** The same chances whatever a defence does: people of one seed are the same to all. */
  constructor(world: World, people: People, person: Person) {
    this.#world = world;
    this.#people = people;
    this.#person = person;
    this.#random = people.random.branch('visit');
    this.#startMs = world.timeline.nowMs;
  }

  /** Begins at the form's first field. */
  start(): void {
    const { timeline, defence } = this.#world;
    const random = this.#random;
    const typingMs = random.lognormal(HABITS.typingMs.value, 0.5);
    const { hashes, captchas } = defence.demand;
    const isBlocked = captchas > 0 && random.bool(HABITS.captchaFailed.value);
    this.#delayMs += this.#workMs(hashes, typingMs) + captchas * this.#captchaMs();
    const isMistyped = random.bool(HABITS.wrongNumber.value);
    timeline.after(typingMs + this.#delayMs, () => {
      if (isBlocked) this.#end('refused');
      else return this.#submit(isMistyped ? anyPhone(this.#person.country, random) : this.#person.phone);
    });
  }

  /** Asks for a text, and does what the answer says. */
  async #submit(phone: string): Promise<void> {
    const { country, origin, looks, key, action, isOnRecord = false } = this.#person;
    const isFirst = this.#texts === 0;
    const ask: Ask = {
      phone,
      country,
      ...origin,
      channel: 'sms',
      action: isFirst ? action : 'resend',
      device: key,
      ...looks,
      effort: 'made',
      isOnRecord,
    };
    const answer = await this.#world.ask(ask);
    // All workers search once the form was sent.
    this.#holdUp((answer.raisedHashes ?? 0) / (this.#person.device.hashesPerSec.value / 1_000));
    this.#take(answer, phone);
  }

  #take(answer: Answer, phone: string): void {
    switch (answer.kind) {
      case 'sent':
        this.#texts++;
        this.#await(answer.id, phone);
        return;
      case 'wait':
        this.#wait(answer, phone);
        return;
      case 'another-way':
      case 'refused':
        this.#end(answer.kind);
    }
  }

  #wait({ ms, offersAnotherWay }: Extract<Answer, { kind: 'wait' }>, phone: string): void {
    this.#holdUp(ms);
    if (this.#delayMs > HABITS.patienceMs.value) this.#end(offersAnotherWay ? 'another-way' : 'refused');
    else this.#world.timeline.after(ms, () => this.#submit(phone));
  }

  #holdUp(ms: number): void {
    this.#delayMs += ms;
    this.#heldUpMs += ms;
  }

  /** Looks for the code. */
  #await(id: string, phone: string): void {
    const { timeline } = this.#world;
    const random = this.#random;
    if (random.bool(HABITS.gaveUp.value)) {
      this.#end('gave-up');
      return;
    }
    const isMine = phone === this.#person.phone;
    if (isMine && !random.bool(HABITS.undelivered.value)) {
      const arrivesMs = random.lognormal(HABITS.deliveryMs.value, 0.6);
      timeline.after(arrivesMs + random.lognormal(HABITS.codeMs.value, 0.5), () => this.#enter(id));
    } else if (this.#texts < TEXTS_MAX) timeline.after(PATIENT_MS, () => this.#submit(this.#person.phone));
    else this.#end('gave-up');
  }

  /** Enters the code; most do something real with their account later. */
  async #enter(id: string): Promise<void> {
    const { timeline, defence } = this.#world;
    const random = this.#random;
    await defence.report(id, 'verified');
    this.#people.remember(this.#person);
    this.#end('on-page');
    if (!random.bool(HABITS.trusted.value) || !this.#world.reportsTrust) return;
    const laterMs = Math.min(random.lognormal(HABITS.trustedMs.value, 1.5), 2 * DAY_MS);
    timeline.after(laterMs, () => defence.report(id, 'trusted'));
  }

  #end(outcome: HonestOutcome): void {
    const { device, country } = this.#person;
    this.#world.visits.push({
      device: device.name,
      pool: this.#world.site.poolOf(country),
      isDuringEvent: this.#world.isDuringEvent(this.#startMs),
      outcome,
      delayMs: Math.round(this.#delayMs),
      heldUpMs: Math.round(this.#heldUpMs),
    });
  }

  /** What is left of the work at the submit: one worker searches while somebody types, all of them afterwards. */
  #workMs(hashes: number, typingMs: number): number {
    const perMs = this.#person.device.hashesPerSec.value / 1_000;
    // Eight pieces of exponential length: their sum varies less than one.
    const pieces = Array.from({ length: 8 }, () => this.#random.exponential(hashes / 8));
    const needed = pieces.reduce((sum, piece) => sum + piece, 0);
    return Math.max(0, needed - (perMs / WORKERS) * typingMs) / perMs;
  }

  #captchaMs(): number {
    const isHard = this.#random.bool(HABITS.captchaHard.value);
    return isHard ? HABITS.captchaHardMs.value : HABITS.captchaMs.value;
  }
}
