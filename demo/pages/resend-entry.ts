/** Counts down to the next text. The button stays as it is: whoever presses it early is told the wait by the server. */
const line = document.querySelector<HTMLElement>('[data-resend-in]');

function count(untilMs: number): void {
  const leftSec = Math.ceil((untilMs - performance.now()) / 1_000);
  line!.textContent = leftSec > 0 ? `Another text is possible in ${leftSec} seconds.` : 'Another text is possible now.';
  if (leftSec > 0) setTimeout(() => count(untilMs), 1_000);
}

if (line) count(performance.now() + Number(line.dataset['resendIn']) * 1_000);

// A module, so that its names are its own.
export {};
