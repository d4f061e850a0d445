import type { Ask } from '../defences/defence.js';
import type { Random } from '../world/random.js';
import type { World } from '../world/world.js';
import { ATTACK_COSTS, type Hardware, requestUsd, workUsd } from './costs.js';

/** What is asked for, before anything was done for it. */
type Asked = Omit<Ask, 'effort'>;

/** Tokens whose work the visitors of somebody else's page did. */
export interface Purchase {
  /** The number that each was made for. Default: the one it is used for. */
  readonly madeFor?: string;
  /** How old each is when it is used first. */
  readonly ageMs: number;
  /** How often each is used: longer apart than two texts to a number must be. */
  readonly uses: number;
}

/** How an attack goes on for a time. */
export interface Campaign {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Mean time between two requests. */
  readonly everyMs: number;
  /** What is asked for next. */
  next(turn: number): Asked;
  /** Share of the texts whose code is typed back. */
  readonly conversion?: number;
  readonly hardware?: Hardware;
  /** Does what the page demands. Default true. */
  readonly makesEffort?: boolean;
  /** Each request by a person who is paid for it. */
  readonly isByHand?: boolean;
  /** Bought instead of worked for, where a defence demands something. */
  readonly bought?: Purchase;
  /** Goes on as before however often it is refused: somebody who wants the room used up. */
  readonly isStubborn?: boolean;
}

/** Refusals in a row after which somebody who wants money tries less often, and how seldom at most. */
const DISCOURAGED_BY = 20;
const SELDOM_MS = 3_600_000;
const TYPED_BACK_MS = 20_000;
const BETWEEN_USES_MS = 60_000;

/** Somebody who makes a site text, and is paid a share of the fee. */
export class Attacker {
  readonly #world: World;
  readonly #random: Random;

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  run(campaign: Campaign): void {
    this.#world.markAttack(campaign);
    let turn = 0;
    let refusals = 0;
    const step = async (): Promise<void> => {
      if (this.#world.timeline.nowMs >= campaign.untilMs) return;
      refusals = (await this.#try(campaign, turn++)) ? 0 : refusals + 1;
      const patience = campaign.isStubborn ? 0 : Math.floor(refusals / DISCOURAGED_BY);
      const everyMs = Math.min(campaign.everyMs * 2 ** patience, Math.max(SELDOM_MS, campaign.everyMs));
      this.#world.timeline.after(this.#random.exponential(everyMs), step);
    };
    this.#world.timeline.at(campaign.fromMs, step);
  }

  /** One request; true if a text went out, or may yet. */
  async #try(campaign: Campaign, turn: number): Promise<boolean> {
    const { makesEffort = true, bought } = campaign;
    const asked = campaign.next(turn);
    if (!bought) return this.#ask({ ...asked, effort: makesEffort ? 'made' : undefined }, campaign);
    await this.#useLater(asked, bought, campaign);
    return true;
  }

  /** Buys a token and uses it when it is as old as it is sold. Whoever sold it is not discouraged. */
  async #useLater(asked: Asked, { madeFor, ageMs, uses }: Purchase, campaign: Campaign): Promise<void> {
    const { defence, timeline } = this.#world;
    const made: Ask = { ...asked, phone: madeFor ?? asked.phone, effort: 'made' };
    const effort = defence.harvest ? await defence.harvest(made) : 'made';
    for (let use = 0; use < uses; use++) {
      timeline.after(ageMs + use * BETWEEN_USES_MS, async () => {
        await this.#ask({ ...asked, effort }, campaign);
      });
    }
  }

  async #ask(ask: Ask, campaign: Campaign): Promise<boolean> {
    const world = this.#world;
    world.attackCostUsd += this.#costUsd(campaign);
    const answer = await world.ask(ask);
    const isSent = answer.kind === 'sent';
    world.attempts.push({ atMs: world.timeline.nowMs, microUsd: isSent ? world.microUsdOf(ask) : 0 });
    if (isSent && this.#random.bool(campaign.conversion ?? 0)) {
      world.timeline.after(TYPED_BACK_MS, () => world.defence.report(answer.id, 'verified'));
    }
    return isSent;
  }

  #costUsd({ hardware = 'native', makesEffort = true, isByHand = false, bought }: Campaign): number {
    const { hashes, captchas } = this.#world.defence.demand;
    const byHand = isByHand ? ATTACK_COSTS.farmUsd.value : 0;
    if (!makesEffort || bought) return requestUsd() + byHand;
    return requestUsd() + byHand + workUsd(hashes, hardware) + captchas * ATTACK_COSTS.captchaUsd.value;
  }
}
