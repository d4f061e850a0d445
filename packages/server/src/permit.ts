import type { Channel } from '@tollgate/core';
import type { ClaimResult } from './store.js';

/** What a permit says. */
export interface PermitFields {
  /** 16 random bytes as base64url: its name in the store and in reports. */
  readonly id: string;
  /** E.164. */
  readonly phone: string;
  readonly action: string;
  readonly channel: Channel;
  /** The most segments the text may have. */
  readonly segments: number;
  /** Seconds since 1970: from then on a claim is refused. */
  readonly expiresAtSec: number;
}

/** What stands behind a permit: the gate that gave it. Reached by senders alone. */
export interface PermitBacking {
  /** The gate, by identity. */
  readonly gate: object;
  claim(): Promise<ClaimResult>;
  settle(state: 'accepted' | 'failed', microUsd?: number): Promise<void>;
  seal(): Promise<string>;
}

interface PermitInside {
  readonly phone: string;
  readonly backing: PermitBacking;
  claimTried: boolean;
}

// Only this module can make a permit or look behind one: the symbol and the two functions never leave the package.
const KEY = Symbol('permit');
let insideOf: (permit: Permit) => PermitInside;
let hasInside: (value: object) => boolean;

/** The unforgeable object that `allow` carries. A sender takes it once, for its number, action and channel. */
export class Permit implements PermitFields {
  readonly id: string;
  readonly action: string;
  readonly channel: Channel;
  readonly segments: number;
  readonly expiresAtSec: number;
  // Behind a private name the number stays out of whatever prints or serialises a permit.
  readonly #inside: PermitInside;

  static {
    insideOf = (permit) => permit.#inside;
    hasInside = (value) => #inside in value;
  }

  /** @internal Throws `TypeError` outside the package: a permit comes from `gate.admit`, `gate.send` or `openPermit`. */
  constructor(key: symbol, fields: PermitFields, backing: PermitBacking) {
    if (key !== KEY) throw new TypeError('a permit comes from a gate');
    this.id = fields.id;
    this.action = fields.action;
    this.channel = fields.channel;
    this.segments = fields.segments;
    this.expiresAtSec = fields.expiresAtSec;
    this.#inside = { phone: fields.phone, backing, claimTried: false };
    Object.freeze(this);
  }

  /** The number, E.164. */
  get phone(): string {
    return this.#inside.phone;
  }

  /** The permit as a signed text, for another process or a queue. It is claimed once, wherever it is opened. */
  seal(): Promise<string> {
    return this.#inside.backing.seal();
  }
}

// A getter put over `phone` would redirect texts.
Object.freeze(Permit.prototype);

export function createPermit(fields: PermitFields, backing: PermitBacking): Permit {
  return new Permit(KEY, fields, backing);
}

/** True for an object made by `createPermit`, and for no look-alike. */
export function isPermit(value: unknown): value is Permit {
  return typeof value === 'object' && value !== null && hasInside(value);
}

/** Claims for a sender, and remembers that somebody tried. */
export function claimPermit(permit: Permit): Promise<ClaimResult> {
  const inside = insideOf(permit);
  inside.claimTried = true;
  return inside.backing.claim();
}

/** Says what the provider answered, and what the text really cost where it said so. */
export function settlePermit(permit: Permit, state: 'accepted' | 'failed', microUsd?: number): Promise<void> {
  return insideOf(permit).backing.settle(state, microUsd);
}

export function wasClaimTried(permit: Permit): boolean {
  return insideOf(permit).claimTried;
}

export function isPermitOf(permit: Permit, gate: object): boolean {
  return insideOf(permit).backing.gate === gate;
}
