import type { Gate } from '@tollgate/server';
import type { Ask } from './defence.js';

/** What a page sends for a challenge. */
export type ChallengeBody = Readonly<Record<string, unknown>>;

/** How a simulated page reaches a gate. */
export interface Door {
  readonly gate: Gate;
  /** The name of the gate's puzzle. */
  readonly alg: string;
  /** A priced challenge, or nothing where the gate refuses one. */
  challenge(body: ChallengeBody, ip: string): Promise<string | undefined>;
  /** A token over it, by this device with its signals, with its work done or not. */
  token(challenge: string, sender: Pick<Ask, 'device' | 'signals'>, effort: 'made' | undefined): Promise<string>;
}
