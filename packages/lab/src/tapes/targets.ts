import type { Asked, Campaign } from '../attack/attacker.js';
import type { Ask } from '../defences/defence.js';
import { botOrigin, type Origin } from '../world/networks.js';
import { anyPhone, anyRange, type Country, phoneInRange } from '../world/number-plan.js';
import type { Random } from '../world/random.js';

/** Of 10,000 numbers in a range: a step that visits each once in an order that looks random. */
const PERMUTED_STEP = 7_919;
const GAP_STEP = 37;

/** The order in which an attacker goes through a range. */
export type Order = 'sequential' | 'permuted' | 'gapped';

const LINES: Readonly<Record<Order, (turn: number) => number>> = {
  sequential: (turn) => turn % 10_000,
  permuted: (turn) => (turn * PERMUTED_STEP) % 10_000,
  gapped: (turn) => (turn * GAP_STEP) % 10_000,
};

/** Ranges that an attacker is paid for. */
export interface Ranges {
  readonly countries: readonly Country[];
  /** In each country. */
  readonly ranges: number;
  readonly order?: Order;
  /** In so many blocks of a million numbers each country's ranges lie. Default: anywhere. */
  readonly blocks?: number;
}

/** Who asks: a new device and address each time, or as many as there are; addresses of a botnet or of one provider. */
export interface Disguise {
  readonly devices?: number;
  readonly addresses?: number;
  readonly origin?: (random: Random) => Origin;
}

/** Requests over ranges in turn, by devices and from addresses in turn. */
export function overRanges(
  random: Random,
  { countries, ranges, order = 'permuted', blocks }: Ranges,
  { devices = Infinity, addresses = Infinity, origin = botOrigin }: Disguise = {},
): Campaign['next'] {
  const range = inBlocks(random, blocks);
  const places = Array.from({ length: ranges }, (_, at) =>
    countries.map((country) => ({ country, range: range(country, at) })),
  ).flat();
  const device = inTurn(devices, () => random.bytes(32));
  const address = inTurn(addresses, () => origin(random));
  return (turn) => {
    const { country, range } = places[turn % places.length]!;
    const phone = phoneInRange(range, LINES[order](Math.floor(turn / places.length)));
    return { phone, country, ...address(turn), channel: 'sms', action: 'signup', device: device(turn) };
  };
}

/** Ranges of a country one after the other: anywhere, or side by side in so many blocks in turn. */
function inBlocks(random: Random, blocks = Infinity): (country: Country, at: number) => string {
  if (blocks === Infinity) return (country) => anyRange(country, random);
  const found = new Map<Country, readonly string[]>();
  return (country, at) => {
    const begun = found.get(country) ?? Array.from({ length: blocks }, () => anyRange(country, random).slice(0, -2));
    found.set(country, begun);
    return `${begun[at % blocks]!}${String(Math.floor(at / blocks)).padStart(2, '0')}`;
  };
}

/** The same numbers in turn, each from a device of its own and an address of the moment. */
export function overNumbers(
  random: Random,
  { country, numbers }: { readonly country: Country; readonly numbers: number },
  asked: Pick<Ask, 'channel' | 'action'>,
): Campaign['next'] {
  const lines = inTurn(numbers, () => ({ phone: anyPhone(country, random), device: random.bytes(32) }));
  return (turn) => ({ ...lines(turn), country, ...botOrigin(random), ...asked });
}

/** Numbers that are texted in one round, thrice, before the next ones. */
const ROUND = 6;

/** Three requests for each number, with the others of its round between them. */
export function thrice(next: Campaign['next']): Campaign['next'] {
  const asked: Asked[] = [];
  return (turn) => {
    const at = turn % ROUND;
    if (turn % (3 * ROUND) < ROUND) asked[at] = next(Math.floor(turn / (3 * ROUND)) * ROUND + at);
    return asked[at]!;
  };
}

/** Whether a request is the third for its number. */
export function isThird(turn: number): boolean {
  return Math.floor(turn / ROUND) % 3 === 2;
}

/** So many things in turn, each made when it is first its turn; without end a new one each time. */
function inTurn<T>(count: number, make: () => T): (turn: number) => T {
  const made: T[] = [];
  return (turn) => (count === Infinity ? make() : (made[turn % count] ??= make()));
}
