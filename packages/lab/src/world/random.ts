import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** A seeded source of chance: the same seed and name give the same numbers, whatever others draw. */
export class Random {
  readonly #generator: RandomGenerator;

  constructor(
    readonly seed: number,
    name: string,
  ) {
    this.#generator = xoroshiro128plus(hash(`${seed} ${name}`));
  }

  /** A source of its own for a part of the world. */
  branch(name: string): Random {
    return new Random(this.int(0, 0x7fff_ffff), name);
  }

  /** From 0 to below 1. */
  unit(): number {
    return uniformFloat64(this.#generator);
  }

  /** A whole number from `least` to `most`. */
  int(least: number, most: number): number {
    return uniformInt(this.#generator, least, most);
  }

  bool(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.int(0, items.length - 1)]!;
  }

  /** One of the items, each as likely as its weight. */
  weighted<T extends { readonly weight: number }>(items: readonly T[]): T {
    let left = this.unit() * items.reduce((sum, { weight }) => sum + weight, 0);
    return items.find(({ weight }) => (left -= weight) < 0) ?? items.at(-1)!;
  }

  /** Waiting times of a Poisson process. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.unit());
  }

  /** What people take for things: half take longer than the median, few much longer. `spread` is the sigma of the logarithm. */
  lognormal(median: number, spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
    return median * Math.exp(spread * normal);
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length }, () => this.int(0, 255));
  }

  digits(count: number): string {
    return Array.from({ length: count }, () => this.int(0, 9)).join('');
  }
}

/** FNV-1a, 32 bits: only to tell branches apart. */
function hash(text: string): number {
  let value = 0x811c_9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x0100_0193);
  return value | 0;
}
