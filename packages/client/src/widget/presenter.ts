import type { Tollgate } from '../browser/tollgate.js';
import type { TollgateError } from '../tollgate-error.js';
import { problemOf } from './problem-of.js';
import type { Situation, TextUs } from './situation.js';

/** A shorter wait is not noticed; a line that comes and goes is. */
const NOTICED_MS = 400;

/** Long enough to be read. */
const DONE_MS = 3_000;

export interface PresenterParts {
  readonly client: Pick<Tollgate, 'on'>;
  readonly show: (situation: Situation) => void;
  /** Aborted when nothing is to be shown any more. */
  readonly signal: AbortSignal;
}

/**
 * Decides what a person has to see. Nothing while all goes well; progress where a held submit takes long enough to be noticed,
 * or more work was asked for than usual; what the server answered; what went wrong, once somebody waits for it.
 */
export class Presenter {
  readonly #show: PresenterParts['show'];
  #situation: Situation = { kind: 'idle' };
  /** How many wait for a token. */
  #waiting = 0;
  #noticed: ReturnType<typeof setTimeout> | undefined;
  #over: ReturnType<typeof setTimeout> | undefined;
  #found = 0;
  #of = 0;
  #base: number | undefined;
  #error: TollgateError | undefined;

  constructor({ client, show, signal }: PresenterParts) {
    this.#show = show;
    const stops = [
      client.on('progress', ({ pieces, of }) => this.#progress(pieces, of)),
      client.on('error', ({ error }) => this.#failed(error)),
      // What failed in the background before did no harm.
      client.on('token', () => (this.#error = undefined)),
      () => this.#stopClocks(),
    ];
    for (const stop of stops) signal.addEventListener('abort', stop, { once: true });
  }

  get situation(): Situation {
    return this.#situation;
  }

  /** True where the server asked for more than the base work. */
  get #isRaised(): boolean {
    return this.#of > (this.#base ?? this.#of);
  }

  /** Somebody waits for a token from now on. */
  held(): void {
    if (++this.#waiting > 1) return;
    this.#error = undefined;
    if (this.#isRaised) this.#check();
    else this.#noticed = setTimeout(() => this.#check(), NOTICED_MS);
  }

  /** One waits no more: there is a token, or there will be none. */
  released(): void {
    if (--this.#waiting > 0) return;
    clearTimeout(this.#noticed);
    const { kind } = this.#situation;
    if (this.#error) this.#set(problemOf(this.#error, performance.now()));
    else if (kind === 'checking') this.#set({ kind: 'done' });
    else if (kind === 'problem') this.#set({ kind: 'idle' });
  }

  /** Shows what the server answered, or how long to wait before another text. */
  answered(situation: Situation): void {
    clearTimeout(this.#noticed);
    this.#set(situation);
  }

  expired(): void {
    if (this.#situation.kind === 'done') this.#set({ kind: 'idle' });
  }

  /** Something else was typed, or all begins again. */
  clear(): void {
    const situation = this.#situation;
    const stays = situation.kind === 'checking' || (situation.kind === 'problem' && situation.problem === 'insecure');
    if (!stays) this.#set({ kind: 'idle' });
  }

  #progress(found: number, of: number): void {
    this.#found = found;
    // The first challenge of a page is not priced: it asks the base work, which only grows.
    this.#base = Math.min(this.#base ?? of, of);
    this.#of = of;
    if (this.#situation.kind === 'checking') this.#check();
  }

  #failed(error: TollgateError): void {
    this.#error = error;
    // No submit mends a page without WebCrypto; what fails in the background otherwise is tried again with the submit.
    if (error.code === 'crypto-unavailable') this.#set(problemOf(error, performance.now()));
  }

  #check(): void {
    this.#set({ kind: 'checking', found: this.#found, of: this.#of, more: this.#isRaised });
  }

  #set(situation: Situation): void {
    clearTimeout(this.#over);
    if (situation.kind === 'idle' && this.#situation.kind === 'idle') return;
    this.#situation = situation;
    const next = nextOf(situation);
    if (next) this.#over = setTimeout(() => this.#set(next.situation), next.atMs - performance.now());
    this.#show(situation);
  }

  #stopClocks(): void {
    clearTimeout(this.#noticed);
    clearTimeout(this.#over);
  }
}

/** What time alone makes of a situation: a wait passes, and the site's own text is taken no longer. */
function nextOf(situation: Situation): { readonly atMs: number; readonly situation: Situation } | undefined {
  if (situation.kind === 'done') return { atMs: performance.now() + DONE_MS, situation: { kind: 'idle' } };
  const { textUs, untilMs } = situation as { textUs?: TextUs; untilMs?: number };
  if (textUs && textUs.untilMs <= (untilMs ?? Infinity)) {
    return { atMs: textUs.untilMs, situation: { ...situation, textUs: undefined } as Situation };
  }
  return untilMs === undefined ? undefined : { atMs: untilMs, situation: { kind: 'ready' } };
}
