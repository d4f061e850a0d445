import { LANGUAGE_TAGS, type LanguageTag } from '../languages/language-tags.js';

/** Also of languages that a site may have words for. */
const RIGHT_TO_LEFT = ['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi'];

/** What a page is written in, and which of our languages comes nearest. */
export interface FoundLanguage {
  /** As asked for, for numbers and times; a language that the browser does not know is English. */
  readonly tag: string;
  /** `undefined` where there are no sentences for it. */
  readonly known: LanguageTag | undefined;
  readonly direction: 'ltr' | 'rtl';
}

/** By `asked`, if that is a language; else by the nearest `lang` around the element, else by the browser's own. */
export function findLanguage(asked: string | null, element: Element): FoundLanguage {
  const around = element.closest('[lang]')?.getAttribute('lang');
  const candidates = [asked === 'auto' ? null : asked, around, navigator.language, 'en'];
  const tag = candidates.find((candidate) => candidate && isTag(candidate)) ?? 'en';
  const primary = tag.split('-')[0]!.toLowerCase();
  return {
    tag,
    known: LANGUAGE_TAGS.find((known) => known === primary),
    direction: RIGHT_TO_LEFT.includes(primary) ? 'rtl' : 'ltr',
  };
}

function isTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
