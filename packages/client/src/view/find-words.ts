import { words as english } from '../languages/en.js';
import type { LanguageTag } from '../languages/language-tags.js';
import type { Words } from '../languages/words.js';
import type { FoundLanguage } from './find-language.js';

export interface WordSources {
  /** Rejects where a file cannot be loaded. */
  readonly loadWords: (tag: LanguageTag) => Promise<Words>;
  /** What the site says in its own words. */
  readonly ownWords: (tag: string) => Partial<Words> | undefined;
}

/** Sentences, and the language that they are in. */
export interface FoundWords {
  readonly words: Words;
  readonly language: string;
  readonly direction: FoundLanguage['direction'];
}

/** The site's own words first, then the language's, then English: a sentence is never missing. */
export async function findWords(found: FoundLanguage, { loadWords, ownWords }: WordSources): Promise<FoundWords> {
  const { tag, known, direction } = found;
  const loaded = known === undefined || known === 'en' ? undefined : await loadWords(known).catch(() => undefined);
  const own = { ...ownWords(tag.split('-')[0]!.toLowerCase()), ...ownWords(tag.toLowerCase()) };
  const words = { ...english, ...loaded, ...own };
  // Where nothing could be had, what is read aloud is English and not the language asked for.
  const isThere = loaded ?? (known === 'en' || Object.keys(own).length > 0);
  return isThere ? { words, language: tag, direction } : { words, language: 'en', direction: 'ltr' };
}
