import { BROWSER_ROWS } from './browser-rows.js';
import type { EvidenceRow } from './evidence-row.js';
import { PERSON_ROWS } from './person-rows.js';
import { PLACE_ROWS } from './place-rows.js';

/** Every rule of evidence. A new one is a row in one of these. */
export const EVIDENCE_ROWS: readonly EvidenceRow[] = Object.freeze([...BROWSER_ROWS, ...PLACE_ROWS, ...PERSON_ROWS]);
