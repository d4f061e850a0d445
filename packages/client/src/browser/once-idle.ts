/** How long a busy page may put it off. */
const AT_LATEST_MS = 3_000;
/** For WebKit, which has no idle callback: after the page's own start. */
const AFTER_MS = 300;

/** Runs work once when the page has nothing better to do. Answers how to call it off. */
export function onceIdle(work: () => void): () => void {
  if (typeof globalThis.requestIdleCallback === 'function') {
    const handle = requestIdleCallback(work, { timeout: AT_LATEST_MS });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(work, AFTER_MS);
  return () => clearTimeout(timer);
}
