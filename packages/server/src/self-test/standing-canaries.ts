import type { SignalName } from '@tollgate/core';
import { ask } from './booking.js';
import { type Canary, type CanaryAnswer, demandAllow } from './canary.js';
import type { CanaryVisitor } from './canary-visitor.js';
import { askedBy, narrow, odditiesAt, offAt, type Oddity, withPlace } from './evidence-canaries.js';
import type { Destination } from '../phone-number.js';
import { besideIt } from './home.js';
import type { Sandbox } from './sandbox.js';

/** What a browser has to say to be believed: written down here a second time, so that a slip in the first shows. */
const EXPECTED: readonly SignalName[] = ['languages', 'timeZone', 'webdriver', 'interactions', 'pageMs'];

/** A device whose code was entered is a stranger where its browser keeps silent of one thing, and of all. */
export function silenceCanaries({ site }: CanaryVisitor): readonly Canary[] {
  const silences = [...EXPECTED.map((name) => [name]), EXPECTED];
  return silences.map((names) => {
    const of = `a browser silent of ${names.length === 1 ? names[0] : 'everything'}`;
    return { code: 'pool-exhausted', of, show: () => keepSilent(site, names) };
  });
}

/** Strangers have no room: the device has, until it is silent. */
async function keepSilent(site: Sandbox, names: readonly SignalName[]): Promise<CanaryAnswer> {
  const { scene, booking } = await narrow(site, 'cold');
  demandAllow(await ask(site, scene, { ...booking, destination: besideIt(site.home) }));
  const signals = Object.fromEntries(names.map((name) => [name, { e: 'failed' } as const]));
  return ask(site, scene, { ...booking, signals });
}

/** A doubt about the person, beside which one of each other cause flags. */
const HURRIED = 'page-hurried';
const UNTOUCHED = 'form-untouched';
const OTHER_CAUSES: Readonly<Record<string, string>> = {
  browser: 'headers-missing',
  network: 'network-hosting',
  number: 'number-elsewhere',
};

/** Doubts of two causes flag, and two of one cause do not. */
export function doubtCanaries({ site }: CanaryVisitor): readonly Canary[] {
  return Object.entries(OTHER_CAUSES).map(([cause, row]) => {
    const of = `doubts about the person and the ${cause}`;
    return { code: 'pool-exhausted', of, notices: row, off: offAt(site, row), show: () => doubt(site, row) };
  });
}

/** The flagged have no room: strangers have, with two doubts of one cause. */
async function doubt(site: Sandbox, row: string): Promise<CanaryAnswer> {
  const oddities = odditiesAt(site);
  const { scene, booking } = await narrow(site, 'flagged');
  const hurriedAnd = (other: Oddity, destination: Destination) => {
    const odd = askedBy({ ...other, signals: { ...oddities[HURRIED]!.signals, ...other.signals } });
    return ask(site, withPlace(scene, other.place), { ...booking, destination, ...odd });
  };
  demandAllow(await hurriedAnd(oddities[UNTOUCHED]!, besideIt(site.home)));
  return hurriedAnd(oddities[row]!, site.home);
}
