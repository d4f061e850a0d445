import { ENGINES } from '../../browsers/engines.js';
import type { Tab } from '../../browsers/tab.js';
import { quantile, type Row, type Table } from '../table.js';
import { ALTCHA, ALTCHA_ONLOAD } from './altcha-subjects.js';
import { CAP, CAP_INVISIBLE } from './cap-subjects.js';
import { FRIENDLY, FRIENDLY_AUTO } from './friendly-subjects.js';
import { NOTHING, TOLLGATE } from './tollgate-subjects.js';
import type { Leaving } from './wait-page.js';
import { type Clicker, visit } from './wait-run.js';
import { startWaitSite } from './wait-site.js';
import type { WaitSubject } from './wait-subject.js';

/** As few as a p95 needs to be more than the slowest but one. */
export const RUNS = 30;
/** Other puzzles are met every fifth time: some of their waits are half a minute each, and no near miss. */
const OTHERS_EVERY = 5;

const DEVICES = [1, 4, 6];

/** Who meets what. The driver's click is the hardest case: it leaves the page no time between the number and the press. */
interface Person {
  readonly subject: WaitSubject;
  readonly clicker: Clicker;
  /** Comes every so many runs. */
  readonly every: number;
}

const PEOPLE: readonly Person[] = [
  ...[NOTHING, TOLLGATE].flatMap((subject) => [
    { subject, clicker: 'hand' as const, every: 1 },
    { subject, clicker: 'driver' as const, every: 1 },
  ]),
  ...[ALTCHA, ALTCHA_ONLOAD, CAP, CAP_INVISIBLE, FRIENDLY, FRIENDLY_AUTO].map((subject) => ({
    subject,
    clicker: 'hand' as const,
    every: OTHERS_EVERY,
  })),
];
const SUBJECTS = [...new Set(PEOPLE.map(({ subject }) => subject))];

const NOTES = [
  'The page alone has no check at all: what it takes is the browser’s own, and what its driver takes to click.',
  'Each run is a page of its own, opened, touched at once, its number typed within 3 s by a driver; the cache is warm.',
  'Hand: 0.4 s from the last key to the pointer, which is at the button at once, and 0.1 s until it is pressed.',
  'Driver: clicks as soon as it can, some 40 ms after the last key. Pointing and thinking are counted for neither.',
  'Where a checkbox is the default it is clicked once the number is complete, and the button pressed once it is verified.',
  '∞: not verified within 100 s, which is when this person gives up.',
  'Slower: the page is throttled so many times. Workers are not, so the work is multiplied: our p, the counter that',
  'altcha counts to, the number of Cap’s challenges, that of friendly-challenge’s solutions. That flatters what each starts with.',
  'altcha: cost and counter of altcha-lib’s README. Cap: what createChallenge() asks; it may begin before the click.',
  'Cap has no attribute for an early start; its second row has a page’s own script call its documented solve().',
  'friendly-challenge: the puzzle that its guide to self-hosting shows; its service asks more or less of each visitor.',
];

/** From the number being complete to the form leaving: ours, and others at their documented defaults. */
export async function measureWait(runs = RUNS): Promise<Table> {
  const site = await startWaitSite(SUBJECTS, DEVICES);
  const browser = await ENGINES.chromium.launch();
  try {
    const tabs: Tab[] = [];
    // A profile each; the first visit is for its cache.
    for (const { subject } of PEOPLE) {
      const tab = await browser.newTab({ looksOrdinary: subject.refusesDriven === true });
      tabs.push(tab);
      await visit(tab, site.url, { subject, slower: 1 });
    }
    const seen = PEOPLE.map(() => DEVICES.map((): Leaving[] => []));
    // They take turns, so that what the machine does meanwhile hits all of them.
    for (let run = 0; run < runs; run += 1) {
      for (const [at, slower] of DEVICES.entries()) {
        for (const [which, { subject, clicker, every }] of PEOPLE.entries()) {
          if (run % every === 0)
            seen[which]![at]!.push(await visit(tabs[which]!, site.url, { subject, clicker, slower }));
        }
      }
    }
    const rows = PEOPLE.flatMap((person, which) =>
      DEVICES.map((slower, at) => rowOf(person, slower, seen[which]![at]!)),
    );
    return { rows, notes: NOTES };
  } finally {
    await browser.close();
    await site.close();
  }
}

function rowOf({ subject: { who, difficulty }, clicker }: Person, slower: number, seen: readonly Leaving[]): Row {
  const fromKey = seen.map(({ fromKeyMs }) => fromKeyMs);
  const fromPress = seen.map(({ fromPressMs }) => fromPressMs);
  return {
    who,
    clicks: clicker,
    device: slower === 1 ? 'this machine' : `${slower} × slower`,
    difficulty: difficulty(slower),
    'last key → leaving, ms: median': quantile(fromKey, 0.5),
    p95: quantile(fromKey, 0.95),
    'press → leaving, ms: median': quantile(fromPress, 0.5),
    'p95 ': quantile(fromPress, 0.95),
    runs: seen.length,
  };
}
