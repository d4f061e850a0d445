/** What a page of the wait saw before its form left. Times are milliseconds. */
export interface Leaving {
  /** From the last key in the number's field. */
  readonly fromKeyMs: number;
  /** From the press of the button. */
  readonly fromPressMs: number;
  /** The longest task of the main thread; 0 where none took 50 ms, which is where browsers begin to tell. */
  readonly longestTaskMs: number;
}

export interface WaitCalls {
  /** True when the widget says that it is done, at once if it has; false when it took too long. */
  untilVerified(): Promise<boolean>;
  /** Forgets what earlier visits left behind, but for the browser's cache. */
  forgetVisits(): Promise<true>;
}

/** Where a page leaves a `Leaving` as JSON for the form's answer, the next page. */
const LEAVING_KEY = 'leaving';

/** Longer than altcha itself tries. */
const GIVE_UP_MS = 100_000;

let lastKeyAt = Number.NaN;
let pressedAt = Number.NaN;
let longestTaskMs = 0;
addEventListener('input', ({ target, timeStamp }) => {
  if (target instanceof HTMLInputElement && target.type === 'tel') lastKeyAt = timeStamp;
});
addEventListener(
  'click',
  ({ target, timeStamp }) => {
    // The first press counts, also when it was too early for a widget.
    if (target instanceof HTMLButtonElement && target.type === 'submit' && Number.isNaN(pressedAt))
      pressedAt = timeStamp;
  },
  { capture: true },
);
const tasks = new PerformanceObserver((list) => noteTasks(list.getEntries()));
tasks.observe({ type: 'longtask', buffered: true });

function noteTasks(entries: readonly PerformanceEntry[]): void {
  for (const { duration } of entries) longestTaskMs = Math.max(longestTaskMs, duration);
}

const verified = new Promise<true>((resolve) => {
  const widget = document.querySelector<HTMLElement>('[data-verified]');
  widget?.addEventListener(widget.dataset['verified']!, (event) => {
    const { state } = ((event as CustomEvent).detail ?? {}) as { state?: string };
    if (state === undefined || state === 'verified') resolve(true);
  });
});

// Whoever sends the form, and however it is sent. The last that asks to leave is the one that does.
let leaving: Omit<Leaving, 'longestTaskMs'> | undefined;
navigation.addEventListener('navigate', ({ formData }) => {
  const now = performance.now();
  if (formData) leaving = { fromKeyMs: now - lastKeyAt, fromPressMs: now - pressedAt };
});
addEventListener('pagehide', () => {
  noteTasks(tasks.takeRecords());
  if (leaving) sessionStorage.setItem(LEAVING_KEY, JSON.stringify({ ...leaving, longestTaskMs } satisfies Leaving));
});

async function forgetVisits(): Promise<true> {
  for (const { name } of await indexedDB.databases()) {
    await new Promise((resolve) => {
      const deletion = indexedDB.deleteDatabase(name!);
      deletion.onsuccess = resolve;
      deletion.onerror = resolve;
    });
  }
  localStorage.clear();
  sessionStorage.clear();
  return true;
}

function untilVerified(): Promise<boolean> {
  const late = new Promise<false>((resolve) => {
    setTimeout(() => resolve(false), GIVE_UP_MS);
  });
  return Promise.race([verified, late]);
}

Object.assign(window, { untilVerified, forgetVisits } satisfies WaitCalls);
