/** Puts each new verdict on top as the server pushes it, and says so to a screen reader. */
const list = document.querySelector('[data-verdicts]')!;
const empty = document.querySelector<HTMLElement>('[data-empty]')!;
const news = document.querySelector('[data-news]')!;

const SHOWN = 200;

interface Pushed {
  readonly id: number;
  readonly kind: string;
  /** Escaped by the same templates as the page itself. */
  readonly html: string;
}

const events = new EventSource('/verdicts/events');
events.addEventListener('message', ({ data }: MessageEvent<string>) => {
  const { kind, html } = JSON.parse(data) as Pushed;
  list.insertAdjacentHTML('afterbegin', html);
  while (list.childElementCount > SHOWN) list.lastElementChild?.remove();
  empty.hidden = true;
  news.textContent = `New verdict: ${kind}.`;
});
events.addEventListener('error', () => {
  news.textContent = 'Not connected. Trying again.';
});
events.addEventListener('open', () => {
  news.textContent = 'Connected: new verdicts appear by themselves.';
});

// A module, so that its names are its own.
export {};
