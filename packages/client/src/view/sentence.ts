import type { Words } from '../languages/words.js';
import type { Situation } from '../widget/situation.js';
import { timeInWords } from './time-in-words.js';

/** What a situation is called in the words of a language; empty where there is nothing to say. */
export function sentenceOf(
  situation: Situation,
  { words, language, nowMs }: { readonly words: Words; readonly language: string; readonly nowMs: number },
): string {
  const until = (untilMs: number) => timeInWords(Math.max(0, Math.ceil((untilMs - nowMs) / 1_000)), language);
  switch (situation.kind) {
    case 'idle':
      return words.label;
    case 'checking':
      return situation.more ? words.checkingMore : words.checking;
    case 'done':
      return words.done;
    case 'wait':
      return fill(situation.again ? words.resendIn : words.waitFor, { time: until(situation.untilMs) });
    case 'ready':
      return words.ready;
    case 'other-ways':
      return words.otherWays;
    case 'denied':
      return words.denied;
    case 'problem':
      return fill(words[situation.problem], { time: until(situation.untilMs ?? nowMs) });
  }
}

/** Puts values in the places of a sentence that are named for them. */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(time|number)\}/g, (place, name: string) => values[name] ?? place);
}
