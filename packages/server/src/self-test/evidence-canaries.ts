import type { Signals } from '@tollgate/core';
import { hasTimeZone } from '../evidence/time-zones.js';
import type { IpPlace } from '../ip-data.js';
import { networkOf } from '../ip-network.js';
import { ROOM_RULES } from '../room-rules.js';
import type { MeterUse, Tier } from '../store.js';
import { ask, type Booking, fill } from './booking.js';
import type { Canary } from './canary.js';
import type { CanaryVisitor } from './canary-visitor.js';
import { askerOf, homePool } from './room-canaries.js';
import type { Sandbox, Scene } from './sandbox.js';
import { expectedLimit, expectedOfPool } from './expected-limits.js';

/** What is to be noticed of a request that is otherwise an ordinary person's. */
export interface Oddity {
  readonly signals?: Signals;
  readonly headers?: Readonly<Record<string, string>>;
  readonly place?: IpPlace;
  /** A doubt keeps a device that is warm out of the warm tier; anything else flags. Default: flagged. */
  readonly isDoubt?: boolean;
}

/** RFC 5737 and 5398: nobody's. */
const IP = '192.0.2.1';
const HOSTING_ASN = 64_496;
const ORIGIN = 'https://self-test.invalid';
const PHONE =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0';
const HEADLESS = PHONE.replace('Chrome/', 'HeadlessChrome/');
const said = (agent: string) => ({ 'user-agent': agent, 'accept-language': 'en' });

/** Row of evidence → a request in which that row, and no other, has something to notice. */
export function odditiesAt({ home: { country } }: Sandbox): Readonly<Record<string, Oddity>> {
  const isInJapan = country === 'JP' || country === 'AU';
  const elsewhere = country === 'NZ' ? 'IS' : 'NZ';
  return {
    'webdriver-on': { signals: { webdriver: { v: true } } },
    'bot-detected': { signals: { bot: { v: { bot: true } } } },
    'agent-automated': { headers: said(HEADLESS) },
    'hints-contradict': { headers: { ...said(FIREFOX), 'sec-ch-ua': '"Chromium";v="150"' } },
    'languages-contradict': { headers: { ...said(FIREFOX), 'accept-language': 'de' } },
    'touch-missing': { headers: said(PHONE), signals: { touch: { v: 0 } }, isDoubt: true },
    'headers-missing': { headers: { host: 'self-test.invalid' }, isDoubt: true },
    'time-zone-unknown': { signals: { timeZone: { v: 'Self/Test' } }, isDoubt: true },
    'time-zone-elsewhere': {
      signals: { timeZone: { v: isInJapan ? 'Europe/Berlin' : 'Asia/Tokyo' } },
      place: { country },
      isDoubt: true,
    },
    'network-hosting': { place: { asn: HOSTING_ASN }, isDoubt: true },
    'number-elsewhere': { place: { country: elsewhere }, isDoubt: true },
    'counts-absurd': { signals: { interactions: { v: { keys: 9_000, pointer: 0, pastes: 0 } } } },
    'form-untouched': { signals: { interactions: { v: { keys: 0, pointer: 0, pastes: 0 } } }, isDoubt: true },
    'page-hurried': { signals: { pageMs: { v: 5 } }, isDoubt: true },
  };
}

/**
 * Each row of evidence by the room that it takes away. The pool has room for people alone: what flags is asked by a stranger where
 * only half is used, a doubt by a device whose code was entered where strangers have none left.
 */
export function evidenceCanaries({ site }: CanaryVisitor): readonly Canary[] {
  return Object.entries(odditiesAt(site)).map(([row, oddity]) => {
    const show = async () => {
      const { scene, booking } = await narrow(site, oddity.isDoubt === true ? 'cold' : 'flagged');
      return ask(site, withPlace(scene, oddity.place), { ...booking, ...askedBy(oddity) });
    };
    return { code: 'pool-exhausted', of: `evidence ${row}`, notices: row, off: offAt(site, row), show };
  });
}

/** Of a few places no time zone speaks: what is elsewhere is not known there. */
export function offAt({ home: { country = '' } }: Sandbox, row: string): string | undefined {
  return row.endsWith('-elsewhere') && !hasTimeZone(country) ? `no time zone is known for ${country}` : undefined;
}

/** A device whose code was entered is a stranger again where its network texted 20 times within an hour. */
export function networkCanary({ site }: CanaryVisitor): Canary {
  const show = async () => {
    const { scene, booking } = await narrow(site, 'cold');
    const { epochKeys, options } = scene.context;
    const network = await epochKeys.network(networkOf(IP), options.clock());
    const use: MeterUse = { meter: `network:${network}`, unit: 'texts', windows: ['hour'], keepsHistory: false };
    for (let text = 0; text < ROOM_RULES.networkTexts; text++) {
      await fill(site, scene, { use, microUsd: 0, device: `network ${text}`, outcome: 'verified' });
    }
    return ask(site, scene, { ...booking, facts: { ip: IP } });
  };
  return { code: 'pool-exhausted', of: 'network of 20 texts an hour', show };
}

/** The pool of home, used up for one tier, and who has room there all the same: for a doubt a warm device. */
export async function narrow(site: Sandbox, tier: Tier): Promise<{ readonly scene: Scene; readonly booking: Booking }> {
  const scene = site.scene();
  const { pool, text, use } = homePool(site);
  const microUsd = expectedLimit(expectedOfPool(pool, text), tier, { sum: 'untrusted', window: 'day' });
  const booking = await askerOf(site, scene, tier === 'cold' ? 'warm' : 'cold');
  await fill(site, scene, { use, microUsd, device: 'others', outcome: 'verified' });
  scene.pass(7_200);
  return { scene, booking };
}

export function withPlace(scene: Scene, place: IpPlace | undefined): Scene {
  const { context } = scene;
  const ipData = { lookUp: () => place };
  return {
    ...scene,
    context: { ...context, options: { ...context.options, ipData, hostingAsns: new Set([HOSTING_ASN]) } },
  };
}

export function askedBy({ signals = {}, headers = {} }: Oddity): Pick<Booking, 'signals' | 'facts'> {
  return { signals, facts: { origin: ORIGIN, ip: IP, headers } };
}
