/** The languages that sentences are there for. One more is a file beside this one, and what docs/languages.md names. */
export const LANGUAGE_TAGS = Object.freeze([
  'ar',
  'de',
  'en',
  'es',
  'fr',
  'hi',
  'id',
  'it',
  'ja',
  'pt',
  'tr',
  'zh',
] as const);

export type LanguageTag = (typeof LANGUAGE_TAGS)[number];
