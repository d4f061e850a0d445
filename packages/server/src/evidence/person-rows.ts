import type { EvidenceRow } from './evidence-row.js';

/** Events of keys and pointers in a second that no hand makes. An assumption: fast typists make 15, key repeat makes 30. */
const EVENTS_A_SECOND = 60;
/** Counted before the clock of a page begins to matter. */
const EVENTS_ANYWAY = 60;
/** Sooner after the page's beginning nobody has typed a number; a browser that fills it in still waits for a press. */
const HURRIED_MS = 1_000;

const countsAbsurd: EvidenceRow = {
  name: 'counts-absurd',
  weight: 'automation',
  cause: 'person',
  sentence: 'There were more key presses and pointer presses than the time on the page has room for.',
  notice: ({ signals: { interactions, pageMs } }) => {
    if (!interactions || pageMs === undefined) return undefined;
    const events = interactions.keys + interactions.pointer + interactions.pastes;
    return events > EVENTS_ANYWAY + (pageMs / 1_000) * EVENTS_A_SECOND ? [interactions, pageMs] : undefined;
  },
};

const formUntouched: EvidenceRow = {
  name: 'form-untouched',
  weight: 'doubt',
  cause: 'person',
  sentence: 'Nobody pressed a key or a pointer, or pasted anything, on the page.',
  notice: ({ signals: { interactions } }) =>
    interactions && interactions.keys + interactions.pointer + interactions.pastes === 0 ? [interactions] : undefined,
};

const pageHurried: EvidenceRow = {
  name: 'page-hurried',
  weight: 'doubt',
  cause: 'person',
  sentence: 'The form was sent within a second of the page’s beginning.',
  notice: ({ signals: { pageMs } }) => (pageMs !== undefined && pageMs < HURRIED_MS ? [pageMs] : undefined),
};

/** What somebody did on the page. */
export const PERSON_ROWS: readonly EvidenceRow[] = [countsAbsurd, formUntouched, pageHurried];
