import type { Ask } from '../defences/defence.js';
import type { Random } from '../world/random.js';
import { forgedLooks, shownLooks } from '../world/signals.js';
import { microUsdOf } from '../world/text-price.js';
import type { World } from '../world/world.js';
import { ATTACK_COSTS, type Hardware, requestUsd, workUsd } from './costs.js';

/** What is asked for, before anything was done for it. */
export type Asked = Omit<Ask, 'effort' | 'signals' | 'ipCountry'>;

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
  /** How likely a text's code is typed back: as a share, or by the request's turn. Default 0. */
  readonly conversion?: number | ((turn: number) => number);
  /** Share of those whose account does something real an hour later. Default 0. */
  readonly trust?: number;
  /** Gives up when so much more was spent than came back, at the usual share of the fee. Default: never. */
  readonly budgetUsd?: number;
  readonly hardware?: Hardware;
  /** Does what the page demands. Default true. */
  readonly makesEffort?: boolean;
  /** Each request by a person who is paid for it. */
  readonly isByHand?: boolean;
  /** Bought instead of worked for, where a defence demands something. */
  readonly bought?: Purchase;
  /** Makes ready for another campaign, and harms nobody yet. */
  readonly isPreparation?: boolean;
  /** Goes on as before however often it is refused: somebody who wants the room used up. */
  readonly isStubborn?: boolean;
}

/** Refusals in a row after which somebody who wants money tries less often, and how seldom at most. */
const DISCOURAGED_BY = 20;
const SELDOM_MS = 3_600_000;
const TYPED_BACK_MS = 20_000;
const BETWEEN_USES_MS = 60_000;
const TRUSTED_AFTER_MS = 3_600_000;
/** Share of the fee that somebody with a budget reckons with. */
const USUAL_SHARE = 0.3;

/** Somebody who makes a site text, and is paid a share of the fee. */
export class Attacker {
  readonly #world: World;
  readonly #random: Random;
  #spentUsd = 0;
  #earnedUsd = 0;
  /** Numbers whose accounts have done something real. */
  readonly #accounts = new Set<string>();

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  run(campaign: Campaign): void {
    let turn = 0;
    let refusals = 0;
    const step = async (): Promise<void> => {
      if (this.#world.timeline.nowMs >= campaign.untilMs || this.#isBroke(campaign)) return;
      refusals = (await this.#try(campaign, turn++)) ? 0 : refusals + 1;
      const patience = campaign.isStubborn ? 0 : Math.floor(refusals / DISCOURAGED_BY);
      const everyMs = Math.min(campaign.everyMs * 2 ** patience, Math.max(SELDOM_MS, campaign.everyMs));
      this.#world.timeline.after(this.#random.exponential(everyMs), step);
    };
    this.#world.timeline.at(campaign.fromMs, step);
  }

  /** One request; true if a text went out, or may yet. */
  async #try(campaign: Campaign, turn: number): Promise<boolean> {
    const { makesEffort = true, bought, isByHand = false } = campaign;
    const asked = campaign.next(turn);
    // Those who sit before the browser look like people, and tokens are sold by pages that people visit.
    const isShown = this.#world.bots === 'shown' && !isByHand && !bought;
    const looks = isShown ? shownLooks(asked.country) : forgedLooks(asked.country);
    if (!bought) return this.#ask({ ...asked, ...looks, effort: makesEffort ? 'made' : undefined }, campaign, turn);
    await this.#useLater({ ...asked, ...looks }, bought, (ask) => this.#ask(ask, campaign, turn));
    return true;
  }

  /** Buys a token and uses it when it is as old as it is sold. Whoever sold it is not discouraged. */
  async #useLater(
    asked: Omit<Ask, 'effort'>,
    { madeFor, ageMs, uses }: Purchase,
    use: (ask: Ask) => Promise<unknown>,
  ): Promise<void> {
    const { defence, timeline } = this.#world;
    const made: Ask = { ...asked, phone: madeFor ?? asked.phone, effort: 'made' };
    const effort = defence.harvest ? await defence.harvest(made) : 'made';
    for (let time = 0; time < uses; time++) {
      timeline.after(ageMs + time * BETWEEN_USES_MS, async () => {
        await use({ ...asked, effort });
      });
    }
  }

  async #ask(ask: Ask, campaign: Campaign, turn: number): Promise<boolean> {
    const world = this.#world;
    this.#spend(this.#costUsd(campaign));
    const answer = await world.ask(ask);
    this.#spend(workUsd(answer.raisedHashes ?? 0, campaign.hardware ?? 'native'));
    const isSent = answer.kind === 'sent';
    const microUsd = isSent && !ask.isWithdrawn ? microUsdOf(ask) : 0;
    world.attempts.push({ atMs: world.timeline.nowMs, microUsd });
    this.#earnedUsd += (microUsd / 1e6) * USUAL_SHARE;
    if (isSent) this.#answer({ id: answer.id, phone: ask.phone }, campaign, turn);
    return isSent;
  }

  /** Types codes back, and lets some accounts do something real, which is paid for once an account. */
  #answer(
    { id, phone }: { readonly id: string; readonly phone: string },
    { conversion = 0, trust = 0 }: Campaign,
    turn: number,
  ): void {
    const { timeline, defence } = this.#world;
    const share = typeof conversion === 'number' ? conversion : conversion(turn);
    if (!this.#random.bool(share)) return;
    timeline.after(TYPED_BACK_MS, () => defence.report(id, 'verified'));
    if (!this.#random.bool(trust)) return;
    if (!this.#accounts.has(phone)) this.#spend(ATTACK_COSTS.accountUsd.value);
    this.#accounts.add(phone);
    timeline.after(TRUSTED_AFTER_MS, () => defence.report(id, 'trusted'));
  }

  #spend(usd: number): void {
    this.#spentUsd += usd;
    this.#world.attackCostUsd += usd;
  }

  #isBroke({ budgetUsd = Infinity }: Campaign): boolean {
    return this.#spentUsd - this.#earnedUsd > budgetUsd;
  }

  #costUsd({ hardware = 'native', makesEffort = true, isByHand = false, bought }: Campaign): number {
    const { hashes, captchas } = this.#world.defence.demand;
    const byHand = isByHand ? ATTACK_COSTS.farmUsd.value : 0;
    if (!makesEffort || bought) return requestUsd() + byHand;
    return requestUsd() + byHand + workUsd(hashes, hardware) + captchas * ATTACK_COSTS.captchaUsd.value;
  }
}
