import type { Words } from '../languages/words.js';
import type { OtherWays, Situation } from '../widget/situation.js';
import { make } from './elements.js';
import { findLanguage } from './find-language.js';
import { type FoundWords, findWords, type WordSources } from './find-words.js';
import { fill, sentenceOf } from './sentence.js';
import { addStyles } from './styles.js';
import { textUsBox } from './text-us-box.js';
import { timeInWords } from './time-in-words.js';

export interface ViewParts extends WordSources {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** Begins again after a problem that may have passed. */
  readonly onRetry: () => void;
  /** For a `style` element, where the browser has no sheets to adopt. */
  readonly nonce: string | undefined;
}

const TICK_MS = 1_000;
/** A live region is read aloud when it changes, so it has to be there before. */
const SPEAK_AFTER_MS = 150;
/** A form's own buttons that submit it. */
const SUBMITS = 'button:not([type]), [type=submit]';
/** A button helps with these; the others pass by themselves, or not at all on this page. */
const RETRIED = ['offline', 'failed'];

/** The line that a person sees: a sentence, a bar, and what can be done. Not in the first load. */
export class WidgetView {
  readonly #parts: ViewParts;
  readonly #box = make('div', { class: 'box', part: 'box', role: 'group' });
  readonly #spoken = make('p', { class: 'sr', role: 'status', tabindex: '-1' });
  /** Counts down before people's eyes; read aloud once, by the other one. */
  readonly #line = make('p', { part: 'line', 'aria-hidden': 'true' });
  readonly #body = make('div', { class: 'row' });
  readonly #ways = make('slot');
  #shown: (FoundWords & { readonly situation: Situation }) | undefined;
  #latest: Situation | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;
  #within: HTMLElement | undefined;

  constructor(parts: ViewParts) {
    this.#parts = parts;
    addStyles(parts.root, parts.nonce);
    this.#box.append(this.#spoken, this.#line, this.#body, this.#ways);
    parts.root.append(this.#box);
  }

  /** Where a message about the whole form may point to. */
  get anchor(): HTMLElement {
    return this.#spoken;
  }

  /** Resolves to the sentence that stands there, once the words are loaded; `undefined` if something else is to be shown by then. */
  async show(situation: Situation): Promise<string | undefined> {
    this.#latest = situation;
    const { host } = this.#parts;
    const found = await findWords(findLanguage(host.getAttribute('language'), host), this.#parts);
    if (this.#latest !== situation) return undefined;
    const isAgain = this.#shown?.situation === situation;
    this.#shown = { ...found, situation };
    this.#box.lang = found.language;
    this.#box.dir = found.direction;
    this.#box.setAttribute('aria-label', found.words.label);
    this.#box.setAttribute('data-kind', situation.kind);
    this.#fillBody();
    this.#say(isAgain);
    this.#startClock();
    return this.#line.textContent;
  }

  close(): void {
    clearInterval(this.#clock);
    this.#latest = undefined;
    const hadFocus = this.#box.contains(this.#parts.root.activeElement);
    this.#box.remove();
    // Whoever pressed a button in it goes on from the form's own.
    if (hadFocus) this.#parts.host.closest('form')?.querySelector<HTMLElement>(SUBMITS)?.focus();
  }

  #fillBody(): void {
    const { situation, words } = this.#shown!;
    this.#within = undefined;
    const ways = waysOf(situation);
    this.#ways.hidden = ways === undefined;
    const body: HTMLElement[] = [];
    if (situation.kind === 'checking') body.push(progressBar(situation.found, situation.of, words.label));
    if (situation.kind === 'problem' && RETRIED.includes(situation.problem)) body.push(this.#retryButton(words));
    if (ways?.textUs) {
      this.#within = make('p');
      const onCopied = () => this.#speak(words.copied);
      body.push(textUsBox(ways.textUs, { words, within: this.#within, onCopied }));
    }
    const hadFocus = this.#body.contains(this.#parts.root.activeElement);
    if (!this.#keepsBar(body)) this.#body.replaceChildren(...body);
    this.#body.hidden = body.length === 0;
    // The button that was pressed is gone: people go on from the sentence in its place.
    if (hadFocus) this.#spoken.focus();
  }

  /** A bar that is there grows; another one in its place would begin from nothing. */
  #keepsBar(body: readonly HTMLElement[]): boolean {
    const [present] = this.#body.children;
    const [next] = body;
    if (!(present instanceof HTMLProgressElement) || !(next instanceof HTMLProgressElement)) return false;
    present.max = next.max;
    present.value = next.value;
    return true;
  }

  #retryButton(words: Words): HTMLElement {
    const button = make('button', { type: 'button', part: 'retry' }, [words.retry]);
    button.addEventListener('click', () => this.#parts.onRetry());
    return button;
  }

  /** Reads out what is new; the same once more where the same has happened once more, but for a bar that grows. */
  #say(isAgain: boolean): void {
    const before = this.#line.textContent;
    this.#tick();
    const sentence = this.#line.textContent;
    if (sentence === before && (isAgain || this.#shown!.situation.kind === 'checking')) return;
    this.#speak(sentence);
  }

  /** A live region is read aloud when its text changes. */
  #speak(sentence: string): void {
    this.#spoken.textContent = '';
    setTimeout(() => (this.#spoken.textContent = sentence), SPEAK_AFTER_MS);
  }

  #tick(): void {
    const { situation, words, language } = this.#shown!;
    const nowMs = performance.now();
    this.#line.textContent = sentenceOf(situation, { words, language, nowMs });
    const textUs = waysOf(situation)?.textUs;
    if (!this.#within || !textUs) return;
    const leftSec = Math.max(0, Math.ceil((textUs.untilMs - nowMs) / 1_000));
    this.#within.textContent = fill(words.textUsWithin, { time: timeInWords(leftSec, language) });
  }

  #startClock(): void {
    clearInterval(this.#clock);
    const { situation } = this.#shown!;
    const counts = situation.kind === 'wait' || this.#within || ('untilMs' in situation && situation.untilMs);
    if (counts) this.#clock = setInterval(() => this.#tick(), TICK_MS);
  }
}

function progressBar(found: number, of: number, label: string): HTMLProgressElement {
  const bar = make('progress', { part: 'bar', 'aria-label': label });
  bar.max = Math.max(1, of);
  bar.value = found;
  return bar;
}

/** The ways beside which the site's own buttons stand; `undefined` where none are shown. */
function waysOf(situation: Situation): OtherWays | undefined {
  if (situation.kind === 'wait' || situation.kind === 'other-ways') return situation;
  const turnsAway = situation.kind === 'problem' && ['failed', 'insecure', 'tryLater'].includes(situation.problem);
  return turnsAway ? { ways: [] } : undefined;
}
