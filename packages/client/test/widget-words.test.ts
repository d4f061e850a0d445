import { afterEach, describe, expect, it, vi } from 'vitest';
import { words as de } from '../src/languages/de.js';
import { words as en } from '../src/languages/en.js';
import { findLanguage } from '../src/view/find-language.js';
import { findWords, type WordSources } from '../src/view/find-words.js';
import { fill, sentenceOf } from '../src/view/sentence.js';
import { timeInWords } from '../src/view/time-in-words.js';
import type { Situation } from '../src/widget/situation.js';

afterEach(() => void vi.unstubAllGlobals());

/** An element within one of that language, which is all that is looked at. */
const within = (lang?: string) =>
  ({ closest: () => (lang === undefined ? null : { getAttribute: () => lang }) }) as unknown as Element;

describe('the language', () => {
  const browserSpeaks = (language: string) => vi.stubGlobal('navigator', { language });

  it.each([
    ['what is asked for', 'de', 'fr', 'de'],
    ['auto: the page’s', 'auto', 'fr', 'fr'],
    ['nothing: the page’s', null, 'fr-CA', 'fr'],
    ['what is no tag: the page’s', '!!', 'fr', 'fr'],
    ['no tag anywhere: the browser’s', '', '', 'es'],
    ['letters of any case', 'PT-br', 'fr', 'pt'],
  ])('is, of %s', (_, asked, around, known) => {
    browserSpeaks('es-MX');
    expect(findLanguage(asked, within(around)).known).toBe(known);
  });

  it('is the browser’s where the page names none', () => {
    browserSpeaks('ja');
    expect(findLanguage(null, within())).toEqual({ tag: 'ja', known: 'ja', direction: 'ltr' });
  });

  it('is English where the browser’s is no tag, as on a machine without one', () => {
    browserSpeaks('C');
    expect(findLanguage(null, within()).known).toBe('en');
  });

  it('may be one without sentences, of which the direction is known', () => {
    browserSpeaks('en');
    expect(findLanguage('he-IL', within())).toEqual({ tag: 'he-IL', known: undefined, direction: 'rtl' });
  });
});

describe('sentences', () => {
  const sources: WordSources = { loadWords: async () => de, ownWords: () => undefined };
  const away: WordSources = { loadWords: () => Promise.reject(new Error('404')), ownWords: () => undefined };
  const german = { tag: 'de-AT', known: 'de', direction: 'ltr' } as const;
  const arabic = { tag: 'ar', known: 'ar', direction: 'rtl' } as const;

  it('are those of the language', async () => {
    expect(await findWords(german, sources)).toEqual({ words: de, language: 'de-AT', direction: 'ltr' });
  });

  it('are English, and said to be, where the language’s file is away', async () => {
    expect(await findWords(arabic, away)).toEqual({ words: en, language: 'en', direction: 'ltr' });
  });

  it('are English where there are none for the language', async () => {
    const hebrew = { tag: 'he', known: undefined, direction: 'rtl' } as const;
    expect(await findWords(hebrew, away)).toEqual({ words: en, language: 'en', direction: 'ltr' });
  });

  it('are not loaded for English', async () => {
    expect((await findWords({ tag: 'en-GB', known: 'en', direction: 'ltr' }, away)).language).toBe('en-GB');
  });

  it('of the site’s own come first, those of the country before those of the language', async () => {
    const own: Record<string, object> = { de: { done: 'Fertig.', ready: 'Los.' }, 'de-at': { done: 'Passt.' } };
    const found = await findWords(german, { ...sources, ownWords: (tag) => own[tag] });
    expect(found.words).toEqual({ ...de, done: 'Passt.', ready: 'Los.' });
  });

  it('of the site’s own make a language of one without sentences, with its direction', async () => {
    const hebrew = { tag: 'he', known: undefined, direction: 'rtl' } as const;
    const found = await findWords(hebrew, {
      ...away,
      ownWords: (tag) => (tag === 'he' ? { done: 'הסתיים.' } : undefined),
    });
    expect(found).toMatchObject({ language: 'he', direction: 'rtl', words: { done: 'הסתיים.', ready: en.ready } });
  });
});

describe('a situation in words', () => {
  const say = (situation: Situation) => sentenceOf(situation, { words: en, language: 'en', nowMs: 1_000 });
  const wait = (untilMs: number, again: boolean): Situation => ({ kind: 'wait', untilMs, again, ways: [] });

  it.each<[Situation, string]>([
    [{ kind: 'idle' }, en.label],
    [{ kind: 'checking', found: 1, of: 8, more: false }, en.checking],
    [{ kind: 'checking', found: 1, of: 8, more: true }, en.checkingMore],
    [{ kind: 'done' }, en.done],
    [wait(26_000, false), 'You can ask for a code in 25 seconds.'],
    [wait(26_000, true), 'You can ask for another code in 25 seconds.'],
    [wait(1_001, true), 'You can ask for another code in 1 second.'],
    [wait(0, true), 'You can ask for another code in 0 seconds.'],
    [{ kind: 'ready' }, en.ready],
    [{ kind: 'other-ways', ways: ['email'] }, en.otherWays],
    [{ kind: 'denied' }, en.denied],
    [{ kind: 'problem', problem: 'insecure', code: 'crypto-unavailable' }, en.insecure],
    [
      { kind: 'problem', problem: 'tryLater', code: 'try-later', untilMs: 61_000 },
      'There have been too many attempts from your network. Please try again in 60 seconds.',
    ],
  ])('%j', (situation, sentence) => {
    expect(say(situation)).toBe(sentence);
  });

  it('has values in their places only', () => {
    expect(fill('{time} {number} {time}', { time: '{number}' })).toBe('{number} {number} {number}');
    expect(fill('{constructor}', {})).toBe('{constructor}');
  });
});

it.each([
  [0, 'en', '0 seconds'],
  [1, 'en', '1 second'],
  [89, 'en', '89 seconds'],
  [90, 'en', '2 minutes'],
  [120, 'en', '2 minutes'],
  [121, 'en', '3 minutes'],
  [5, 'de', '5 Sekunden'],
  [90, 'ja', '2 分'],
])('%i seconds in %s: %s', (seconds, language, said) => {
  expect(timeInWords(seconds, language)).toBe(said);
});
