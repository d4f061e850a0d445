import type { Words } from '../languages/words.js';
import { checkOptions } from '../options/check-options.js';

/** Two lines of a narrow page, several times over. */
const LONGEST = 500;

/** Spelt out: sentences themselves are loaded later. */
const NAMES = Object.freeze([
  'label',
  'checking',
  'checkingMore',
  'done',
  'waitFor',
  'resendIn',
  'ready',
  'otherWays',
  'denied',
  'numberInvalid',
  'offline',
  'tryLater',
  'insecure',
  'failed',
  'expired',
  'retry',
  'textUs',
  'textUsWithin',
  'openMessages',
  'copy',
  'copied',
] satisfies (keyof Words)[]);

const own = new Map<string, Partial<Words>>();

/**
 * Has every widget of the page say a site's own words in a language (`de`, `pt-BR`), also in one that has none here. What
 * is not given stays as it is. Throws `TypeError` for what is no language's tag, for an unknown name, and for a sentence that
 * is no text or longer than 500 characters.
 */
export function setWords(language: string, words: Partial<Words>): void {
  checkTag(language);
  for (const [name, sentence] of Object.entries(checkOptions(words, NAMES))) {
    if (typeof sentence !== 'string' || sentence.length > LONGEST) {
      throw new TypeError(`${name}: expected a text of at most ${LONGEST} characters`);
    }
  }
  own.set(language.toLowerCase(), { ...own.get(language.toLowerCase()), ...words });
}

export function ownWords(language: string): Partial<Words> | undefined {
  return own.get(language);
}

/** As the view does: what this file shared with that one would move both to where bundlers take the element for unused. */
function checkTag(language: unknown): void {
  try {
    if (typeof language === 'string' && Intl.getCanonicalLocales(language).length === 1) return;
  } catch {
    // Said below.
  }
  throw new TypeError('language: expected a tag such as "de"');
}
