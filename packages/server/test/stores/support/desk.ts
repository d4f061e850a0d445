import { onTestFinished } from 'vitest';
import type {
  AdmitClaim,
  AdmitResult,
  Choice,
  ClaimResult,
  Opening,
  Outcome,
  ReportResult,
  SettleResult,
  Store,
  Sum,
  Window,
} from '../../../src/store.js';
import type { StoreKind, TestStore } from '../../support/stores.js';
import { type Asked, claimOf, numberKeys } from './claims.js';
import { choice, limit, meter, ROOMY } from './choices.js';

/** Sends texts through a store as a gate and its senders would. */
export class Desk {
  constructor(readonly test: TestStore) {}

  get store(): Store {
    return this.test.store;
  }

  get nowMs(): number {
    return this.test.clock.nowMs();
  }

  claimOf(asked: Asked = {}): AdmitClaim {
    return claimOf(this.nowMs, asked);
  }

  admit(asked: Asked = {}, choices: readonly Choice[] = ROOMY): Promise<AdmitResult> {
    return this.store.admit(this.claimOf(asked), choices);
  }

  /** Admits a text that has to be granted, and answers with its permit's id. */
  async hold(asked: Asked = {}, choices: readonly Choice[] = ROOMY): Promise<string> {
    const claim = this.claimOf(asked);
    const result = await this.store.admit(claim, choices);
    if (result.kind !== 'granted') throw new Error(`granted expected, got ${JSON.stringify(result)}`);
    return claim.permit.pid;
  }

  /** Admits and claims. */
  async claimed(asked: Asked = {}, choices: readonly Choice[] = ROOMY): Promise<string> {
    const pid = await this.hold(asked, choices);
    const { kind } = await this.store.claim(pid);
    if (kind !== 'claimed') throw new Error(`claimed expected, got ${kind}`);
    return pid;
  }

  /** Admits, claims, and has the provider accept. */
  async sent(asked: Asked = {}, choices: readonly Choice[] = ROOMY): Promise<string> {
    const pid = await this.claimed(asked, choices);
    await this.settle(pid, 'accepted');
    return pid;
  }

  claim(pid: string): Promise<ClaimResult> {
    return this.store.claim(pid);
  }

  settle(pid: string, state: 'accepted' | 'failed', microUsd?: number): Promise<SettleResult> {
    return this.store.settle(pid, state, microUsd);
  }

  report(pid: string, outcome: Outcome, microUsd?: number): Promise<ReportResult> {
    return this.store.report({ pid }, { outcome, microUsd });
  }

  /** Reports of the newest text of a number. */
  reportOf(number: string, outcome: Outcome, { epoch = 0, microUsd }: { epoch?: number; microUsd?: number } = {}) {
    return this.store.report({ number: numberKeys(number, epoch) }, { outcome, microUsd });
  }

  /** What a meter holds in one window. */
  async holds(meter = 'pool:DE', window: Window = 'hour'): Promise<Record<Sum, number>> {
    const [reading] = await this.store.snapshot([meter]);
    return reading![window];
  }

  /** True if this number and device open such a choice. Holds nothing. */
  async opens(opening: Opening, asked: Asked): Promise<boolean> {
    const withoutRoom = choice([meter('probe', [limit('all', 'hour', 0)])], 'known', opening);
    const { kind } = await this.admit(asked, [withoutRoom]);
    if (kind !== 'full' && kind !== 'closed') throw new Error(`full or closed expected, got ${kind}`);
    return kind === 'full';
  }

  isKnown(asked: Asked & { readonly number: string }): Promise<boolean> {
    return this.opens('known-number', asked);
  }

  /** Passes at least this much time by the store's clock. */
  pass(ms: number): void {
    this.test.clock.advanceMs(ms + this.test.kind.slackMs);
  }

  /** Passes almost this much: a millisecond less where the clock can be set so finely. */
  almostPass(ms: number): void {
    this.test.clock.advanceMs(ms - Math.max(1, this.test.kind.slackMs));
  }

  /** Passes what `almostPass` left, and no more than it has to. */
  passTheRest(): void {
    const { slackMs } = this.test.kind;
    this.test.clock.advanceMs(Math.max(1, slackMs) + slackMs);
  }
}

/** A desk at a fresh store, closed when the test is over. */
export async function openDesk(kind: StoreKind): Promise<Desk> {
  const test = await kind.create();
  onTestFinished(() => test.close());
  return new Desk(test);
}
