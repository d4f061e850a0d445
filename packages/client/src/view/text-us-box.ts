import type { Words } from '../languages/words.js';
import type { TextUs } from '../widget/situation.js';
import { make } from './elements.js';

/** How long it says that something was copied. */
const COPIED_MS = 2_000;

export interface TextUsParts {
  readonly words: Words;
  /** Says how long the text is taken. */
  readonly within: HTMLElement;
  readonly onCopied: () => void;
}

/** Asks a person to text the site: to which number, what, and two ways to get it there. */
export function textUsBox({ number, secret }: TextUs, { words, within, onCopied }: TextUsParts): HTMLElement {
  const link = make('a', { class: 'act', part: 'open-messages', href: messageLink(number, secret) }, [
    words.openMessages,
  ]);
  const row = make('div', { class: 'row' }, [link]);
  const copy = copyButton(secret, words, onCopied);
  if (copy) row.append(copy);
  return make('div', { class: 'box', part: 'text-us' }, [
    make('p', {}, around(words.textUs, make('span', { class: 'number', part: 'number' }, [number]))),
    make('p', { class: 'secret', part: 'secret' }, [secret]),
    within,
    row,
  ]);
}

/** RFC 5724; iOS takes the body after `&`, others after `?`, all of them after both. */
function messageLink(number: string, secret: string): string {
  return `sms:${number}?&body=${encodeURIComponent(secret)}`;
}

/** A sentence with an element where its number stands. */
function around(sentence: string, number: Node): (Node | string)[] {
  const [before = '', after = ''] = sentence.split('{number}');
  return [before, number, after];
}

/** None where a page may not write to the clipboard, as without https. */
function copyButton(secret: string, words: Words, onCopied: () => void): HTMLElement | undefined {
  const { clipboard } = navigator as { clipboard?: Clipboard };
  if (!clipboard) return undefined;
  const button = make('button', { type: 'button', part: 'copy' }, [words.copy]);
  button.addEventListener('click', () => {
    const say = () => {
      button.textContent = words.copied;
      onCopied();
      setTimeout(() => (button.textContent = words.copy), COPIED_MS);
    };
    // Refused, the secret still stands there to be marked and copied by hand.
    void clipboard.writeText(secret).then(say, () => undefined);
  });
  return button;
}
