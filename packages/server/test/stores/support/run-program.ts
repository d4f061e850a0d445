import { expect } from 'vitest';
import type { AdmitClaim, AdmitResult, MeterReading, ReportSubject, Store } from '../../../src/store.js';
import type { TestStore } from '../../support/stores.js';
import { claimOf, freshId, numberKeys } from './claims.js';
import { type AdmitStep, type LaterStep, type Step, stepsAfter } from './program.js';
import { choicesOf, METERS, type Scene } from './scene.js';
import { type BookedText, TextBook } from './text-book.js';

/** Two runs whose clocks differ by a call's time meet no edge in between: each pass ends at its own second of 30. */
const GRID_MS = 30_000;
const GRID_STEP_MS = 900;
const GRID_PASSES_MAX = 30;
/** A number that is not touched in between is found two keys back. */
const EPOCHS_MAX = 2;

export interface RunOptions {
  readonly isShared?: boolean;
  /** Takes no step of the other pool. */
  readonly onlyPool?: number;
  /** Moves the clock on a grid, for runs that are compared over stores. */
  readonly isOnGrid?: boolean;
  /** Called with what the meters hold, each time the clock was moved and at the end. */
  readonly look?: (book: TextBook, readings: readonly MeterReading[]) => void;
}

/** A challenge as it was presented, and the text that it was given. */
interface Presented {
  readonly claim: AdmitClaim;
  readonly step: AdmitStep;
  text: BookedText;
}

export interface ProgramRun {
  readonly book: TextBook;
  /** What the store answered to each step of each pool, as a line. */
  readonly answers: readonly (readonly string[])[];
  readonly readings: readonly MeterReading[];
}

/** Runs a program against a store, as two processes would. */
export async function runProgram(
  test: TestStore,
  program: readonly Step[],
  options: RunOptions = {},
): Promise<ProgramRun> {
  const run = new Running([test.store, await test.second()], options);
  let passes = 0;
  await run.see(test.clock.nowMs());
  for (const step of program) {
    if (step.do === 'pass') {
      if (options.isOnGrid && ++passes > GRID_PASSES_MAX) continue;
      test.clock.advanceMs(options.isOnGrid ? Math.round(step.ms / GRID_MS) * GRID_MS + GRID_STEP_MS : step.ms);
      await run.see(test.clock.nowMs());
      await run.look();
    } else if (step.do === 'limits') run.percent = step.percent;
    else if (step.do === 'epoch') run.epoch = Math.min(run.epoch + 1, EPOCHS_MAX);
    else if (options.onlyPool === undefined || options.onlyPool === step.pool) await run.take(step);
  }
  return { book: run.book, answers: run.answers, readings: await run.look() };
}

class Running {
  readonly book = new TextBook();
  readonly answers: string[][] = [[], []];
  readonly #presented: Presented[][] = [[], []];
  percent = 100;
  epoch = 0;

  constructor(
    readonly stores: readonly Store[],
    readonly options: RunOptions,
  ) {}

  /** Has the store see its clock: a snapshot need not. */
  async see(clockMs: number): Promise<void> {
    this.book.see(clockMs);
    await this.stores[0]!.take('nothing is parked here');
  }

  async look(): Promise<readonly MeterReading[]> {
    const readings = await this.stores[0]!.snapshot(METERS);
    this.options.look?.(this.book, readings);
    return readings;
  }

  async take(step: AdmitStep | LaterStep): Promise<void> {
    const store = this.stores[step.process]!;
    const answer = step.do === 'admit' ? await this.#admit(store, step) : await this.#touch(store, step);
    this.answers[step.pool]!.push(`${step.do}: ${answer}`);
    if (step.do !== 'admit' || !answer.startsWith('granted')) return;
    for (const later of stepsAfter(step)) await this.take(later);
  }

  async #admit(store: Store, step: AdmitStep): Promise<string> {
    const asked = { number: numberName(step), device: `device ${step.pool} ${step.device}`, microUsd: step.microUsd };
    const claim = claimOf(this.book.nowMs, { ...asked, epoch: this.epoch, idempotency: 'key' });
    const result = await store.admit(claim, this.#choices(step));
    if (result.kind === 'granted') {
      this.#presented[step.pool]!.push({ claim, step, text: this.#grant(claim, step, result.tier) });
    }
    return lineOf(result);
  }

  /** Does something with a text that was granted. */
  async #touch(store: Store, step: LaterStep): Promise<string> {
    const presented = this.#presented[step.pool]!.at(-1 - step.back);
    if (!presented) return 'nothing to do';
    const { text } = presented;
    switch (step.do) {
      case 'again':
        return this.#again(store, presented);
      case 'claim': {
        const { kind } = await store.claim(text.pid);
        if (kind === 'claimed') this.book.claim(text);
        return kind;
      }
      case 'forget':
        await store.forget(this.#keysOf(text), []);
        this.book.forget(text.number);
        return 'forgotten';
      case 'settle': {
        const { kind } = await store.settle(text.pid, step.state);
        if (kind === 'settled' && step.state === 'failed') this.book.fail(text);
        return kind;
      }
      case 'report': {
        const isByPid = step.by === 'pid';
        const subject: ReportSubject = isByPid ? { pid: text.pid } : { number: this.#keysOf(text) };
        const { kind } = await store.report(subject, { outcome: step.outcome });
        const reported = isByPid ? text : this.book.newestOf(text.number);
        if (kind === 'reported') this.book.report(reported!, step.outcome);
        return kind;
      }
    }
  }

  async #again(store: Store, presented: Presented): Promise<string> {
    const { claim, step, text } = presented;
    if (claim.redeemedUntilMs <= this.book.nowMs) return 'too late';
    const again = { ...claim, number: this.#keysOf(text), permit: { ...claim.permit, pid: freshId() } };
    const result = await store.admit(again, this.#choices(step));
    if (result.kind === 'granted') presented.text = this.#grant(again, step, result.tier);
    if (result.kind === 'repeated') expect(result.permit).toEqual({ ...claim.permit, pid: text.pid });
    return lineOf(result);
  }

  #keysOf({ number }: BookedText) {
    return numberKeys(number, this.epoch);
  }

  #choices({ pool, number }: AdmitStep) {
    return choicesOf(pool, number, this.#scene);
  }

  #grant({ permit: { pid, microUsd } }: AdmitClaim, step: AdmitStep, tier: string): BookedText {
    const choice = this.#choices(step).find((one) => one.tier === tier)!;
    return this.book.grant({ pid, microUsd, number: numberName(step), choice });
  }

  get #scene(): Scene {
    return { isShared: this.options.isShared ?? true, percent: this.percent };
  }
}

function numberName({ pool, number }: AdmitStep): string {
  return `number ${pool} ${number}`;
}

function lineOf(result: AdmitResult): string {
  switch (result.kind) {
    case 'granted':
      return `granted ${result.tier} ${JSON.stringify(result.histories)}`;
    case 'repeated':
      return `repeated ${result.tier} ${result.state}`;
    case 'full': {
      const { meter, sum, window, used, limit } = result.row;
      return `full ${result.tier} ${meter} ${sum} ${window} ${used} of ${limit} ${JSON.stringify(result.histories)}`;
    }
    default:
      return result.kind;
  }
}
