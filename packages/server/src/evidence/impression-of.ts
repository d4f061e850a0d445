import type { SignalName } from '@tollgate/core';
import type { Evidence, Impression, Standing } from './evidence.js';
import { EVIDENCE_ROWS } from './evidence-rows.js';
import type { Sighting } from './sighting.js';

/** Longer values add nothing for whoever reads the log. */
const DETAIL_MAX_CHARS = 200;

/** What a browser has to say to be believed at all; the vendors' sources are blocked by too many extensions. */
const EXPECTED: readonly SignalName[] = ['languages', 'timeZone', 'webdriver', 'interactions', 'pageMs'];

/** Shows a request to every row. */
export function impressionOf(sighting: Sighting): Impression {
  const evidence = EVIDENCE_ROWS.flatMap((row): readonly Evidence[] => {
    const values = row.notice(sighting);
    if (!values) return [];
    const { name, weight, cause } = row;
    return [{ name, weight, cause, detail: JSON.stringify(values).slice(0, DETAIL_MAX_CHARS) }];
  });
  return { evidence, standing: standingOf(evidence, sighting) };
}

function standingOf(evidence: readonly Evidence[], { signals }: Sighting): Standing {
  const causes = new Set(evidence.map(({ cause }) => cause));
  if (evidence.some(({ weight }) => weight !== 'doubt') || causes.size > 1) return 'flagged';
  const isSilent = EXPECTED.some((name) => signals[name] === undefined);
  return isSilent || evidence.length > 0 ? 'unclear' : 'clear';
}
