import { setTimeout as sleep } from 'node:timers/promises';
import type { Tab } from '../../browsers/tab.js';
import type { Leaving, WaitCalls } from './wait-page.js';
import { pathOf, type WaitSubject } from './wait-subject.js';

/** What does the clicking once the number is complete: the driver, at once, or a hand that goes from the keys to the pointer. */
export type Clicker = 'driver' | 'hand';

export interface Visit {
  readonly subject: WaitSubject;
  /** Default `driver`. */
  readonly clicker?: Clicker;
  /** So many times slower than this machine. */
  readonly slower: number;
  /** From the page being there to the first touch. */
  readonly readingMs?: number;
}

/** What somebody waited who gave up. */
const NEVER_LEFT: Leaving = { fromKeyMs: Infinity, fromPressMs: Infinity, longestTaskMs: 0 };

const NUMBER = '+12025550123';
const TYPING_MS = 3_000;
/** Each is as long as a tab waits. */
const MOST_WAITS = 5;
const FIELD = 'input[type=tel]';

/**
 * A hand's way from the keyboard to the mouse, and a press of the mouse's button (Card, Moran, Newell: The Keystroke-Level
 * Model, 1980: H and B). Pointing, 1.1 s on average there (P), takes this hand no time.
 */
const HOMING_MS = 400;
const PRESSING_MS = 100;

/**
 * One person: opens the page, types the number, does what the form wants and presses the button. The page is new each time,
 * with nothing kept of earlier ones but the browser's cache.
 */
export async function visit(
  tab: Tab,
  siteUrl: string,
  { subject, clicker = 'driver', slower, readingMs = 0 }: Visit,
): Promise<Leaving> {
  await tab.throttle?.(slower);
  await tab.open(`${siteUrl}/page${pathOf(subject.name, slower)}`);
  await sleep(readingMs);
  const leaving = await sendForm(tab, subject, clicker);
  // A page that works on takes the machine's time from the next person, and so does one that is throttled and does nothing.
  await tab.throttle?.(1);
  await tab.open(`${siteUrl}/empty`);
  await call(tab, 'forgetVisits');
  return leaving;
}

async function sendForm(tab: Tab, subject: WaitSubject, clicker: Clicker): Promise<Leaving> {
  await tab.click(FIELD);
  await typeNumber(tab);
  if (clicker === 'hand') await sleep(HOMING_MS);
  if (subject.checkbox !== undefined) await click(tab, subject.checkbox, clicker);
  if (subject.waitsForVerified && !(await call(tab, 'untilVerified'))) return NEVER_LEFT;
  await click(tab, 'button[type=submit]', clicker);
  await untilGone(tab);
  const { leaving, answer } = await tab.evaluate(readAnswer);
  if (answer !== 'accepted' || leaving === null) throw new Error(`${subject.who}: its server refused what left`);
  return JSON.parse(leaving) as Leaving;
}

async function click(tab: Tab, selector: string, clicker: Clicker): Promise<void> {
  if (clicker === 'hand') {
    await tab.hover(selector);
    await sleep(PRESSING_MS);
  }
  await tab.click(selector);
}

/** From the first key to the last in the time given, at even distances, whatever a key takes. */
async function typeNumber(tab: Tab): Promise<void> {
  const start = performance.now();
  for (let at = 0; at < NUMBER.length; at += 1) {
    const dueMs = start + (at * TYPING_MS) / (NUMBER.length - 1) - performance.now();
    if (dueMs > 0) await sleep(dueMs);
    await tab.press(NUMBER[at]!);
  }
}

/** Until the form's answer is there. */
async function untilGone(tab: Tab): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await tab.waitFor(() => location.pathname.startsWith('/leave/') && document.readyState === 'complete');
      return;
    } catch (error) {
      if (tries === MOST_WAITS) throw error;
    }
  }
}

function readAnswer() {
  // The page's `LEAVING_KEY`: only this function's text gets there.
  return { leaving: sessionStorage.getItem('leaving'), answer: document.body.textContent.trim() };
}

function call<Name extends keyof WaitCalls>(tab: Tab, name: Name): Promise<Awaited<ReturnType<WaitCalls[Name]>>> {
  const callInPage = (called: Name) => (window as unknown as WaitCalls)[called]();
  return tab.evaluate(callInPage as (called: Name) => Promise<never>, name);
}
