import type { Interactions } from '../signals/signal-source.js';

const COUNTED = { keydown: 'keys', pointerdown: 'pointer', paste: 'pastes' } as const;
const COUNT_MAX = 1_000_000;

/** Counts trusted events in the document until `signal` is aborted. Answers how to read the counts. */
export function countInteractions(target: EventTarget, signal: AbortSignal): () => Interactions {
  const counts = { keys: 0, pointer: 0, pastes: 0 };
  for (const [type, member] of Object.entries(COUNTED)) {
    const count = (event: Event) => {
      if (event.isTrusted) counts[member] = Math.min(COUNT_MAX, counts[member] + 1);
    };
    target.addEventListener(type, count, { capture: true, passive: true, signal });
  }
  return () => ({ ...counts });
}
