import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { words as ar } from '../src/languages/ar.js';
import { words as de } from '../src/languages/de.js';
import { words as en } from '../src/languages/en.js';
import { words as es } from '../src/languages/es.js';
import { words as fr } from '../src/languages/fr.js';
import { words as hi } from '../src/languages/hi.js';
import { words as id } from '../src/languages/id.js';
import { words as it_ } from '../src/languages/it.js';
import { words as ja } from '../src/languages/ja.js';
import { words as pt } from '../src/languages/pt.js';
import { words as tr } from '../src/languages/tr.js';
import type { Words } from '../src/languages/words.js';
import { words as zh } from '../src/languages/zh.js';

const LANGUAGES: Readonly<Record<string, Words>> = { ar, de, en, es, fr, hi, id, it: it_, ja, pt, tr, zh };
const MEMBERS = Object.keys(en).sort() as (keyof Words)[];
/** Names of things and what is on buttons; all others are sentences. */
const NAMES: readonly (keyof Words)[] = ['label', 'retry', 'openMessages', 'copy', 'copied'];

const placeholders = (sentence: string) => sentence.match(/\{[^}]*\}/g) ?? [];

describe('the languages of the widget', () => {
  it('are all tested here', () => {
    const files = readdirSync(new URL('../src/languages', import.meta.url));
    const tags = files.filter((file) => /^[a-z]{2,3}(-\w+)?\.ts$/.test(file)).map((file) => file.slice(0, -3));
    expect(tags.sort()).toEqual(Object.keys(LANGUAGES).sort());
  });

  it('have {time} or {number} in five sentences, and no other placeholder', () => {
    expect(Object.fromEntries(MEMBERS.map((member) => [member, placeholders(en[member]).join()]))).toEqual({
      ...Object.fromEntries(MEMBERS.map((member) => [member, ''])),
      waitFor: '{time}',
      resendIn: '{time}',
      tryLater: '{time}',
      textUs: '{number}',
      textUsWithin: '{time}',
    });
  });
});

describe.each(Object.entries(LANGUAGES))('the language %s', (tag, words) => {
  const membersWhere = (isWrong: (sentence: string, member: keyof Words) => boolean) =>
    MEMBERS.filter((member) => isWrong(words[member], member));

  it('has exactly the members of English, and none is empty', () => {
    expect(Object.keys(words).sort()).toEqual(MEMBERS);
    expect(membersWhere((sentence) => sentence === '')).toEqual([]);
  });

  it('has the placeholders of English in each sentence, and no other brace', () => {
    expect(
      membersWhere((sentence, member) => placeholders(sentence).join() !== placeholders(en[member]).join()),
    ).toEqual([]);
    expect(membersWhere((sentence) => /[{}]/.test(sentence.replace(/\{\w+\}/g, '')))).toEqual([]);
  });

  it('is text on one line: no markup, no space at an end or twice', () => {
    expect(membersWhere((sentence) => /[<>&\\`\n\t]/.test(sentence))).toEqual([]);
    expect(membersWhere((sentence) => /^\s|\s$|\s\s/.test(sentence))).toEqual([]);
  });

  it('has no straight apostrophe or quotation mark', () => {
    expect(membersWhere((sentence) => /['"]/.test(sentence))).toEqual([]);
  });

  it('says nothing in more than 140 characters', () => {
    expect(membersWhere((sentence) => sentence.length > 140)).toEqual([]);
  });

  it('ends sentences with a full stop, and names without one', () => {
    expect(membersWhere((sentence, member) => /[.。।]$/.test(sentence) === NAMES.includes(member))).toEqual([]);
  });

  it('says no two things with the same words', () => {
    expect(new Set(Object.values(words)).size).toBe(MEMBERS.length);
  });

  it('never speaks of what a person need not know', () => {
    expect(membersWhere((sentence) => /captcha|\b(ro)?bots?\b|token|proof|spam|fraud/i.test(sentence))).toEqual([]);
  });

  it('isolates the number where it is written from right to left', () => {
    const turned = membersWhere((sentence) => /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(sentence));
    expect(turned).toEqual(tag === 'ar' ? ['textUs'] : []);
    if (tag === 'ar') expect(words.textUs).toContain('\u2066{number}\u2069');
  });
});
