import type { Signals } from '@tollgate/core';
import type { Ask } from '../defences/defence.js';
import type { Random } from './random.js';

/** Of a hundred devices, those that send no signals: hardened browsers, blocked sources. An assumption. */
const SILENT = 20;
/** Of a hundred people, those whose address is in another country than their number: travellers, VPNs. An assumption. */
const ABROAD = 6;
/** Where they are: where nobody's number is from. */
const ELSEWHERE = 'JP';

/** What a site sees of somebody besides the number. `UTC` names no place. */
export type Looks = Pick<Ask, 'signals' | 'ipCountry'>;

/** What a person's browser says, whatever else it has. */
const SPOKEN: Signals = { languages: { v: ['en'] }, timeZone: { v: 'UTC' }, webdriver: { v: false } };

/** What the browser of somebody honest says of itself, and where their address is. */
export function honestLooks(country: string, random: Random): Looks {
  const kind = random.int(0, 99);
  if (kind < SILENT) return { signals: {}, ipCountry: country };
  const signals: Signals = {
    ...SPOKEN,
    cores: { v: random.pick([4, 8, 16]) },
    touch: { v: random.pick([0, 5]) },
    interactions: { v: { keys: random.int(8, 40), pointer: random.int(1, 9), pastes: 0 } },
    pageMs: { v: random.int(4_000, 90_000) },
  };
  return { signals, ipCountry: kind < SILENT + ABROAD ? ELSEWHERE : country };
}

/** How programs that ask for texts look: like people, or like what they are. */
export type Bots = 'forged' | 'shown';

/** Somebody who knows every rule of evidence, and hires addresses in the number's country. */
export function forgedLooks(country: string): Looks {
  const interactions = { v: { keys: 14, pointer: 2, pastes: 0 } };
  return { signals: { ...SPOKEN, interactions, pageMs: { v: 12_000 } }, ipCountry: country };
}

/** A browser that a program drives, and that says so: Playwright, Puppeteer or Selenium as they are installed. */
export function shownLooks(country: string): Looks {
  const { signals, ipCountry } = forgedLooks(country);
  return { signals: { ...signals, webdriver: { v: true } }, ipCountry };
}
