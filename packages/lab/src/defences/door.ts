import { decodeChallenge } from '@tollgate/core';
import type { Gate } from '@tollgate/server';
import type { AddressBook } from './address-book.js';
import type { Ask } from './defence.js';

/** What a page sends for a challenge. */
export type ChallengeBody = Readonly<Record<string, unknown>>;

/** A challenge as a gate priced it. */
export interface PricedChallenge {
  readonly text: string;
  /** How many times the base work it asks. */
  readonly factor: number;
}

/** What a gate's challenge asks, against the gate's base work. */
export function pricedBy(gate: Gate, text: string): PricedChallenge {
  const decoded = decodeChallenge(text);
  if (!decoded.ok) throw new TypeError(`not a challenge: ${decoded.code}`);
  return { text, factor: decoded.value.challenge.puzzle.k / gate.limits().work.k };
}

/** How a simulated page reaches a gate. */
export interface Door {
  readonly gate: Gate;
  /** The name of the gate's puzzle. */
  readonly alg: string;
  /** What the gate is told of addresses. */
  readonly addresses: AddressBook;
  /** A priced challenge, or nothing where the gate refuses one. */
  challenge(body: ChallengeBody, ip: string): Promise<PricedChallenge | undefined>;
  /** A token over it, by this device with its signals, with its work done or not. */
  token(challenge: string, sender: Pick<Ask, 'device' | 'signals'>, effort: 'made' | undefined): Promise<string>;
}
