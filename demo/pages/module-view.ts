import type { Answer } from './api.js';

type Fields = ReadonlyMap<string, string>;
const one = (selector: string) => document.querySelector<HTMLElement>(selector)!;
const input = (selector: string) => one(selector) as HTMLInputElement;
const form = (selector: string) => one(selector) as HTMLFormElement;

/** The page's moving parts: which step shows, what is said, where the focus goes. */
export function createView() {
  const app = one('[data-app]');
  const title = one('[data-title]');
  const alert = one('[data-alert]');
  const status = one('[data-status]');
  const address = one('[data-address]');
  const code = input('#code');
  const phone = input('#phone');

  function show(name: string, heading: string): void {
    title.textContent = heading;
    document.title = `${heading} · Corner Shop`;
    for (const step of app.querySelectorAll<HTMLElement>('[data-step]')) step.hidden = step.dataset['step'] !== name;
  }

  const say = (text: string) => {
    status.textContent = text;
  };

  function refuse(text: string, answer: Pick<Answer, 'status' | 'code'>): void {
    one('#notice').textContent = text;
    one('[data-ways]').hidden = !(answer.status === 403 || answer.status === 429 || answer.status === 502);
    alert.hidden = false;
    const wrong = answer.code === 'number-invalid' ? phone : answer.code?.startsWith('code-') ? code : undefined;
    wrong?.setAttribute('aria-invalid', 'true');
    wrong?.focus();
  }

  function clear(): void {
    alert.hidden = true;
    for (const field of [phone, code]) field.removeAttribute('aria-invalid');
  }

  /** Runs `work` once at a time for each form, with its button busy meanwhile. Trouble on the way is said, not hidden. */
  function onSubmit(from: HTMLFormElement, work: (fields: Fields) => Promise<void>): void {
    const button = from.querySelector('button')!;
    from.addEventListener('submit', (event) => {
      event.preventDefault();
      if (button.ariaBusy === 'true') return;
      button.ariaBusy = 'true';
      clear();
      say('One moment…');
      void work(fieldsOf(from))
        .catch(() => refuse(CONNECTION, { status: 0 }))
        .finally(() => {
          button.ariaBusy = 'false';
          if (status.textContent === 'One moment…') say('');
        });
    });
  }

  return {
    firstNonce: app.dataset['nonce'] ?? '',
    phoneForm: form('[data-step="phone"]'),
    codeForm: form('[data-check]'),
    resendForm: form('[data-resend]'),
    say,
    refuse,
    onSubmit,
    showCode(to: string) {
      address.textContent = to;
      input('#resend-phone').value = to;
      show('code', 'Enter your code');
      code.focus();
    },
    showDone() {
      say('');
      show('done', 'You are signed in');
      title.focus();
    },
  };
}

const CONNECTION = 'That did not work. Please check your connection and try again.';

function fieldsOf(from: HTMLFormElement): Fields {
  return new Map([...new FormData(from)].map(([name, value]) => [name, typeof value === 'string' ? value : '']));
}
