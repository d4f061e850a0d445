import { expect, it } from 'vitest';
import { words as en } from '../src/languages/en.js';
import { ownWords, setWords } from '../src/widget/own-words.js';

const set = (language: unknown, words: unknown) => () => setWords(language as string, words as object);

it('a site may say every sentence in its own words, in any language', () => {
  setWords('PT-br', en);
  expect(ownWords('pt-br')).toEqual(en);
  setWords('pt-BR', { done: 'Pronto.' });
  expect(ownWords('pt-br')).toEqual({ ...en, done: 'Pronto.' });
});

it.each([
  ['a tag with an underscore', 'de_AT'],
  ['no tag', ''],
  ['two words', 'plain English'],
  ['no text', 7],
  ['nothing', undefined],
])('%s is refused', (_, language) => {
  expect(set(language, { done: 'x' })).toThrow(new TypeError('language: expected a tag such as "de"'));
});

it.each([
  ['a name that there is not', { cheking: 'x' }, /^cheking: unknown/],
  ['a sentence that is no text', { done: 7 }, /^done: expected a text/],
  ['a sentence of 501 characters', { done: 'x'.repeat(501) }, /^done: expected a text of at most 500/],
  ['nothing', null, /expected an object/],
])('%s is refused, and nothing is kept', (_, words, message) => {
  expect(set('fi', words)).toThrow(message);
  expect(ownWords('fi')).toBeUndefined();
});
