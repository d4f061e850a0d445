import { judge } from '../admit.js';
import { isClosed } from '../controls.js';
import type { GateContext } from '../gate-context.js';
import { withoutSecondText } from '../send.js';
import type { AdmitResult } from '../store.js';
import type { Verdict } from '../verdict.js';
import { ask, type Booking, judgeBooking } from './booking.js';
import { type Canary, demandAllow } from './canary.js';
import type { CanaryVisitor } from './canary-visitor.js';
import type { Destination } from '../phone-number.js';
import { isReadAsItself, neighbourOf } from './home.js';
import { NOWHERE } from './room-canaries.js';
import { bookOf, type Sandbox, type Scene } from './sandbox.js';
import type { CanariesOf } from './token-canaries.js';

type Shown = (visitor: CanaryVisitor, scene: Scene) => Promise<Verdict>;

function shown(code: Canary['code'], show: Shown, of?: string): CanariesOf {
  return (visitor) => [{ code, of, show: () => show(visitor, visitor.site.scene()) }];
}

/** One token, and the same again; where no number of home would be read as one, one challenge. */
async function again(visitor: CanaryVisitor, scene: Scene): Promise<Verdict> {
  const { site } = visitor;
  const { context } = scene;
  if (!isReadAsItself(site.home)) {
    const booking = { challengeId: site.randomBytes(16) };
    demandAllow(await ask(site, scene, booking));
    return ask(site, scene, booking);
  }
  const facts = visitor.facts(await visitor.token(context, await visitor.challenge(context)));
  demandAllow((await judge(context, {}, facts)).verdict);
  return (await judge(context, {}, facts)).verdict;
}

/** One challenge with one key, and then with another or none. */
async function withKey({ site }: CanaryVisitor, scene: Scene, then: string | undefined): Promise<Verdict> {
  const challengeId = site.randomBytes(16);
  demandAllow(await ask(site, scene, { challengeId, facts: { idempotencyKey: 'one' } }));
  return ask(site, scene, { challengeId, facts: then === undefined ? {} : { idempotencyKey: then } });
}

/** A second request for a key whose permit is being sent. */
async function inProgress({ site }: CanaryVisitor, scene: Scene): Promise<Verdict> {
  const booking = { challengeId: site.randomBytes(16), facts: { idempotencyKey: 'one' } };
  const verdict = await ask(site, scene, booking);
  demandAllow(verdict);
  await scene.context.store.claim(verdict.permit.id);
  return withoutSecondText(scene.context, await judgeBooking(site, scene, booking)).verdict;
}

/** Texts one after the other, each claimed, and how many seconds lie after each. */
interface Series {
  readonly of: string;
  readonly gapsSec: readonly number[];
  /** True where each account did something real: then no other limit is in the way. */
  readonly isTrusted?: boolean;
}

/** Asks for one text more than the series has. */
async function play(site: Sandbox, { gapsSec, isTrusted }: Series, bookingAt: (at: number) => Booking) {
  const scene = site.scene({ prices: atHomePrice(site) });
  const { store } = scene.context;
  for (const [at, gapSec] of gapsSec.entries()) {
    const verdict = await ask(site, scene, bookingAt(at));
    demandAllow(verdict);
    const pid = verdict.permit.id;
    await store.claim(pid);
    if (isTrusted) await store.report({ pid }, { outcome: 'trusted' });
    scene.pass(gapSec);
  }
  return ask(site, scene, bookingAt(gapsSec.length));
}

/** Prices at which every number costs what home does: a neighbour may lie under a dearer prefix, for which a small pool has no room. */
function atHomePrice({ real: { prices }, home }: Sandbox): GateContext['prices'] {
  return { ...prices, priceText: (_, text) => prices.priceText(home.e164, text) };
}

/** One text more to a number than there may be by then. */
const spaced = (series: Series): CanariesOf =>
  shown('number-spacing', ({ site }) => play(site, series, () => ({})), series.of);

/** One text more of a device, each to another number. */
const ofDevice = (series: Series): CanariesOf =>
  shown(
    'device-exhausted',
    ({ site }) => {
      const device = site.randomBytes(32);
      return play(site, series, (at) => ({ device, destination: neighbourOf(site.home, at) }));
    },
    series.of,
  );

/** An hour and a spare bucket: what was sent before is in the day alone. */
const HOUR = 3_901;

/** Each is refused by the one rule that it is named after. */
const SPACINGS: readonly Series[] = [
  { of: '29 seconds after one text', gapsSec: [29] },
  { of: '59 seconds after two', gapsSec: [30, 59] },
  { of: '119 seconds after three', gapsSec: [30, 700, 119] },
  { of: 'three in ten minutes', gapsSec: [60, 120, 419] },
  { of: 'five in an hour', gapsSec: [660, 660, 660, 660, 959], isTrusted: true },
  { of: 'ten in a day', gapsSec: [...Array<number>(9).fill(7_200), 21_599], isTrusted: true },
];
const DEVICES: readonly Series[] = [
  { of: 'two open numbers', gapsSec: [0, 0] },
  { of: 'five unverified texts', gapsSec: [0, HOUR, 0, HOUR, HOUR] },
];

/** What is asked of a store that is away, or was lost. */
const answering = (answer: () => Promise<AdmitResult>) => (visitor: CanaryVisitor) => {
  const scene = visitor.site.scene();
  // Nothing else is asked of it.
  const store = { ...scene.context.store, admit: answer };
  return ask(visitor.site, { ...scene, context: { ...scene.context, store } });
};

/** What the one store call says, and what is closed. */
export const STORE = {
  'token-used': (visitor) => [
    ...shown('token-used', again, 'without a key')(visitor),
    ...shown('token-used', (_, scene) => withKey(visitor, scene, undefined), 'without its key')(visitor),
  ],
  'idempotency-mismatch': shown('idempotency-mismatch', (visitor, scene) => withKey(visitor, scene, 'other')),
  'in-progress': shown('in-progress', inProgress),
  'number-spacing': (visitor) => SPACINGS.flatMap((series) => spaced(series)(visitor)),
  'device-exhausted': (visitor) => DEVICES.flatMap((series) => ofDevice(series)(visitor)),
  'country-refused': (visitor) => {
    const { pools } = visitor.site.real.book;
    const off = pools.poolOf(NOWHERE) ? 'the option "elsewhere" gives all other countries a pool' : undefined;
    const show = () => ask(visitor.site, visitor.site.scene(), { destination: NOWHERE });
    return [{ code: 'country-refused', off, leadsTo: NOWHERE, show }];
  },
  'prefix-closed': (visitor) => [
    closedNow(visitor.site),
    ...visitor.site.real.book.controls.closed.flatMap((closed) => {
      return inForce(visitor.site, closed);
    }),
  ],
  'store-degraded': (visitor) => [
    { code: 'store-degraded', show: () => answering(async () => ({ kind: 'degraded' }))(visitor) },
  ],
  'store-unavailable': (visitor) => [
    {
      code: 'store-unavailable',
      of: 'away',
      off:
        visitor.site.real.options.onStoreFailure === 'allow'
          ? 'the option "onStoreFailure" goes on without the store'
          : undefined,
      show: () => answering(() => Promise.reject(new Error('away')))(visitor),
    },
    { code: 'store-unavailable', of: 'forgotten', show: () => answering(async () => ({ kind: 'forgotten' }))(visitor) },
  ],
} as const satisfies Record<string, CanariesOf>;

/** A prefix that is closed in the sandbox alone. */
function closedNow(site: Sandbox): Canary {
  const show = () => {
    const { controls } = site.real.book;
    const prefix = site.home.e164.slice(1, -4);
    const untilSec = site.real.nowSec() + 1;
    const closed = [{ prefix, untilSec, atSec: untilSec - 1, by: 'self-test' }];
    const book = {
      ...bookOf(site.real),
      isClosed: (e164: string, nowSec: number) => isClosed({ ...controls, closed }, e164, nowSec),
    };
    return ask(site, site.scene({ book }));
  };
  return { code: 'prefix-closed', show };
}

/**
 * What the operator closed, by the gate's own book; what has run out since is open. The price is home's: a price function need
 * not know a number that nobody has, and a prefix is closed in the middle of an attack.
 */
function inForce(
  site: Sandbox,
  { prefix, untilSec }: { readonly prefix: string; readonly untilSec: number },
): readonly Canary[] {
  if (untilSec <= site.real.nowSec()) return [];
  const destination = numberUnder(site.home, prefix);
  const show = () => {
    return ask(site, site.scene({ book: bookOf(site.real), prices: atHomePrice(site) }), { destination });
  };
  return [{ code: 'prefix-closed', of: prefix, leadsTo: destination, show }];
}

/** A whole number that begins so, of home's pool whoever it would be: pools are looked up by country. */
function numberUnder(home: Destination, prefix: string): Destination {
  const digits = home.e164.slice(1);
  const own = digits.startsWith(prefix) ? digits : prefix.padEnd(12, '0');
  return { ...home, e164: `+${own}` };
}
