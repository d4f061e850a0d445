import { ENGINES } from '../../browsers/engines.js';
import { quantile, type Row, type Table } from '../table.js';
import { NOTHING, TOLLGATE, TOLLGATE_NO_SIGNALS } from './tollgate-subjects.js';
import { visit } from './wait-run.js';
import { startWaitSite } from './wait-site.js';
import { RUNS } from './wait-times.js';

const SLOWER = 4;
const SUBJECTS = [NOTHING, TOLLGATE_NO_SIGNALS, TOLLGATE];
/** Signals are read in idle time: the page is given some before the first touch. */
const READING_MS = 2_000;

const NOTES = [
  'The longest task of the main thread from the page’s opening to the form’s leaving, in each run; browsers tell of 50 ms and more.',
  'Loading, typing and clicking are in it, and what the browser’s driver does in the page: compare with the page alone.',
];

/** How long the page of a device four times slower is held up at most, without and with FingerprintJS. */
export async function measureLongTasks(runs = RUNS): Promise<Table> {
  const site = await startWaitSite(SUBJECTS, [SLOWER]);
  const browser = await ENGINES.chromium.launch();
  try {
    const rows: Row[] = [];
    for (const subject of SUBJECTS) {
      const tab = await browser.newTab();
      const tasks: number[] = [];
      for (let run = -1; run < runs; run += 1) {
        const { longestTaskMs } = await visit(tab, site.url, { subject, slower: SLOWER, readingMs: READING_MS });
        // The first visit is for the cache.
        if (run >= 0) tasks.push(longestTaskMs);
      }
      await tab.close();
      const [median, most] = [quantile(tasks, 0.5), Math.max(...tasks)].map(taskCell);
      rows.push({ page: subject.who, 'longest task, ms: median': median!, 'of all runs': most!, runs });
    }
    return { rows, notes: NOTES };
  } finally {
    await browser.close();
    await site.close();
  }
}

/** Below 50 ms nothing is told. */
export function taskCell(ms: number): string {
  return ms === 0 ? '< 50' : ms.toFixed(0);
}
