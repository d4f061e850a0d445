/** Draws the inbox again when something has arrived, and says so to a screen reader. */
const list = document.querySelector('[data-list]')!;
const news = document.querySelector('[data-news]')!;

const POLL_MS = 1_000;

async function refresh(): Promise<void> {
  const response = await fetch('/_stand-in/list', { cache: 'no-store' });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').body.firstElementChild;
  const old = list.firstElementChild;
  if (!(fresh instanceof HTMLElement) || !(old instanceof HTMLElement)) return;
  if (fresh.dataset['version'] === old.dataset['version']) return;
  const arrived = Number(fresh.dataset['count']) - Number(old.dataset['count']);
  list.replaceChildren(fresh);
  if (arrived > 0) news.textContent = arrived === 1 ? 'One new message.' : `${arrived} new messages.`;
}

async function poll(): Promise<void> {
  // A stand-in that was stopped is no error worth a word: the next round finds it again.
  if (!document.hidden) await refresh().catch(() => undefined);
  setTimeout(() => void poll(), POLL_MS);
}

void poll();

// A module, so that its names are its own.
export {};
