import type { LanguageTag } from './language-tags.js';
import type { Words } from './words.js';

type Load = () => Promise<{ readonly words: Words }>;

/** Written out, so that bundlers make a file of each. */
const LOADERS: Readonly<Record<LanguageTag, Load>> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  en: () => import('./en.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  hi: () => import('./hi.js'),
  id: () => import('./id.js'),
  it: () => import('./it.js'),
  ja: () => import('./ja.js'),
  pt: () => import('./pt.js'),
  tr: () => import('./tr.js'),
  zh: () => import('./zh.js'),
};

export async function loadWords(tag: LanguageTag): Promise<Words> {
  return (await LOADERS[tag]()).words;
}
