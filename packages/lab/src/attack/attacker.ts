import type { Ask } from '../defences/defence.js';
import type { Random } from '../world/random.js';
import type { World } from '../world/world.js';
import { ATTACK_COSTS, type Hardware, requestUsd, workUsd } from './costs.js';

/** How an attack goes on for a time. */
export interface Campaign {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Mean time between two requests. */
  readonly everyMs: number;
  /** What is asked for next. */
  next(turn: number): Omit<Ask, 'effort'>;
  /** Share of the texts whose code is typed back. */
  readonly conversion?: number;
  readonly hardware?: Hardware;
  /** Does what the page demands. Default true. */
  readonly makesEffort?: boolean;
  /** Each request by a person who is paid for it. */
  readonly isByHand?: boolean;
  /** Goes on as before however often it is refused: somebody who wants the room used up. */
  readonly isStubborn?: boolean;
}

/** Refusals in a row after which somebody who wants money tries less often, and how seldom at most. */
const DISCOURAGED_BY = 20;
const SELDOM_MS = 3_600_000;
const TYPED_BACK_MS = 20_000;

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

  /** One request; true if a text went out. */
  async #try(campaign: Campaign, turn: number): Promise<boolean> {
    const world = this.#world;
    const { conversion = 0, makesEffort = true } = campaign;
    const ask: Ask = { ...campaign.next(turn), effort: makesEffort ? 'made' : undefined };
    world.attackCostUsd += this.#costUsd(campaign);
    const answer = await world.ask(ask);
    const isSent = answer.kind === 'sent';
    world.attempts.push({ atMs: world.timeline.nowMs, microUsd: isSent ? world.microUsdOf(ask) : 0 });
    if (isSent && this.#random.bool(conversion)) {
      world.timeline.after(TYPED_BACK_MS, () => world.defence.report(answer.id, 'verified'));
    }
    return isSent;
  }

  #costUsd({ hardware = 'native', makesEffort = true, isByHand = false }: Campaign): number {
    const { hashes, captchas } = this.#world.defence.demand;
    const byHand = isByHand ? ATTACK_COSTS.farmUsd.value : 0;
    if (!makesEffort) return requestUsd() + byHand;
    return requestUsd() + byHand + workUsd(hashes, hardware) + captchas * ATTACK_COSTS.captchaUsd.value;
  }
}
