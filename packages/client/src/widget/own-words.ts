import type { Words } from '../languages/words.js';

const own = new Map<string, Partial<Words>>();

/**
 * Has every widget of the page say a site's own words in a language (`de`, `pt-BR`), also in one that has none here. What
 * is not given stays as it is. Throws `TypeError` for what is no text, and for no language.
 */
export function setWords(language: string, words: Partial<Words>): void {
  if (typeof language !== 'string' || language === '') throw new TypeError('language: expected a tag such as "de"');
  for (const [name, sentence] of Object.entries(words)) {
    if (typeof sentence !== 'string') throw new TypeError(`${name}: expected a text`);
  }
  own.set(language.toLowerCase(), { ...own.get(language.toLowerCase()), ...words });
}

export function ownWords(language: string): Partial<Words> | undefined {
  return own.get(language);
}
