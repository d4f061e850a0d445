import { findPuzzle, isAction, isKid, isOrigin, isSite, LIMITS, type PuzzleName, PUZZLES } from '@tollgate/core';
import { isSupportedCountry } from 'libphonenumber-js/max';
import * as v from 'valibot';
import type { Alert } from './alerts.js';
import { ASN_MAX } from './asn.js';
import type { IpData } from './ip-data.js';
import { deepFreeze } from './deep-freeze.js';
import { checkInbound, type InboundOption, waysForAll } from './inbound/option.js';
import { type Secret, secretBytes } from './keyring.js';
import { monotonicClock } from './monotonic-clock.js';
import type { Mode } from './mode.js';
import { type NumberPolicy, readPhone } from './phone-number.js';
import type { PoolOptions } from './pools.js';
import type { OperatorPrices } from './prices/operator-prices.js';
import { operatorPricesSchema } from './prices/operator-prices-schema.js';
import { createRandomBytes } from './random-bytes.js';
import { printLine } from './print-line.js';
import { demandStoreOf } from './store-site.js';
import type { Store } from './store.js';
import { STORE_OPERATIONS } from './store-operations.js';
import { type TestSite, testSiteOf, testWorkP } from './test-site.js';
import type { VerdictEvent } from './verdict.js';

/** How a visitor may be verified where no text is to be had: names of the site's own choosing, shown to its pages. */
export type StepUp = readonly string[] | 'none';

/** What `createGate` takes. Unknown options are refused by name, as are values out of bounds. */
export interface GateOptions extends PoolOptions {
  /** The site's name, lower-case letters, digits, `.`, `_`, `-`; at most 64 characters. Names in `test-` are for `testKeys`. */
  readonly site: string;
  /** The first signs, all verify; each at least 32 bytes. */
  readonly secrets: readonly Secret[];
  /** Under which numbers are hashed: at least 32 bytes, not rotated with `secrets`. */
  readonly hashSecret: string | Uint8Array;
  /** Web origins as browsers serialise them, or `app:<name>` for apps. */
  readonly origins: readonly string[];
  /** Purposes of the site's forms, such as `signup`, `login`, `resend`. */
  readonly actions: readonly string[];
  readonly stepUp: StepUp;
  /**
   * Lets people text the site where it does not text them, for actions that create an account: `stepUp` then lists
   * `inbound`, as its last. Needs the provider's webhook: `takeInboundText`.
   */
  readonly inbound?: InboundOption;
  /** Default: a memory store of this process. */
  readonly store?: Store;
  /** How long the store may take to answer, 10 to 30,000 ms. Default 1,000; later counts as not at all. */
  readonly storeTimeoutMs?: number;
  /**
   * What happens while the store does not answer. Default `refuse`. `allow` goes on with a memory store of the process,
   * under the same limits: several processes may then spend the cap once each.
   */
  readonly onStoreFailure?: 'refuse' | 'allow';
  /** Called when a limit is half used, 80 or 95 %, and with whatever else needs a person. What it throws is ignored. */
  readonly onAlert?: (alert: Alert) => void | Promise<void>;
  /** Takes the lines that a gate says at its start: the most that it lets go out, and what to look at. Default `console.info`. */
  readonly log?: (line: string) => void;
  /** Opens `POST {base}/park`, for platforms that text from a hook without room for a permit. Default false. */
  readonly park?: boolean;
  /** The operator's own prices, in front of the public table. */
  readonly prices?: OperatorPrices;
  /** Kinds of numbers to allow after all. Default: all five refused. */
  readonly numberTypes?: Partial<NumberPolicy>;
  /** Called with every verdict, never with a number or a permit. What it throws or rejects with is ignored. */
  readonly onVerdict?: (event: VerdictEvent) => void | Promise<void>;
  /**
   * The one puzzle that this gate hands out and takes. Default `hashwx-1`; `argon2id-1` for whoever wants a standard
   * function (RFC 9106). Challenges over the other one are refused from then on.
   */
  readonly puzzle?: PuzzleName;
  /** Base work of that puzzle. Default: the row's own (`hashwx-1`: p = 32,768, k = 8; `argon2id-1`: p = 32, k = 8). */
  readonly work?: { readonly p: number; readonly k: number };
  /** Proxies of the operator's own in front of the server, 0 to 8. Default 0: `X-Forwarded-For` is not read. */
  readonly trustedHops?: number;
  /**
   * Where addresses are, such as `createIpData` of `@tollgate/server/ip-data`. Default: not known, which flags nobody. Its own
   * `ready()` has 10 s: where it does not answer in time, or rejects, the gate's rejects with `ip-data-unreadable`.
   */
  readonly ipData?: IpData;
  /**
   * Autonomous systems of hosting providers, at most 10,000 numbers. From there come servers and VPNs: a doubt, never a
   * refusal. Default: none.
   */
  readonly hostingAsns?: readonly number[];
  /** Milliseconds since 1970. Default: the time the process started, counted on by a clock that nobody sets. */
  readonly clock?: () => number;
  /** Random bytes. Default `crypto.getRandomValues`. */
  readonly random?: (length: number) => Uint8Array;
  /**
   * `shadow` decides and records and refuses nothing but what `cap` does not hold: of everything, or of the countries and
   * actions named. What would have been refused is `wouldBe` on the verdict and in `onVerdict`. Default `enforce`.
   */
  readonly mode?: Mode;
  /**
   * True for a gate that judges nothing, for a developer's own tests: `site` then must be one of `test-pass`, `test-work`,
   * `test-delay`, `test-step-up`, `test-deny`, `test-spent`, and says what every right token is answered. Default false: these names
   * are refused.
   */
  readonly testKeys?: boolean;
}

const usd = v.pipe(v.number(), v.gtValue(0, 'must be above 0'), v.maxValue(1e9, 'must be at most 1000000000'));
const texts = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1e9));
const perDayUsd = v.strictObject({ perDayUsd: usd });
const fn = v.function('must be a function');
const name = (check: (value: unknown) => boolean, rule: string) =>
  v.pipe(
    v.string(),
    v.check((value: string) => check(value), rule),
  );

const names = (check: (value: unknown) => boolean, rule: string) =>
  v.pipe(
    v.array(name(check, rule)),
    v.minLength(1, 'must list at least one'),
    v.maxLength(64, 'must list at most 64'),
    v.check((list) => new Set(list).size === list.length, 'must not list anything twice'),
  );

const secret = v.pipe(
  v.union([v.string(), v.instance(Uint8Array)], 'must be a text or a Uint8Array'),
  v.check((value) => secretBytes(value).length >= 32, 'must be at least 32 bytes'),
);

const countryPool = v.union(
  [perDayUsd, v.strictObject({ expectPerDay: texts })],
  'must be { perDayUsd } or { expectPerDay }',
);
const elsewhere = v.union([v.literal('refuse'), perDayUsd], "must be 'refuse' or { perDayUsd }");

const countries = v.pipe(
  v.record(v.string(), countryPool),
  v.check((pools) => Object.keys(pools).length > 0, 'must list at least one country'),
  v.check((pools) => Object.keys(pools).every(isCountry), 'must be keyed by ISO 3166-1 alpha-2 countries'),
);

const numberType = v.optional(v.picklist(['refuse', 'allow']));

const wholeMode = v.picklist(['enforce', 'shadow'], "must be 'enforce', 'shadow' or { shadow }");
const partlyInShadow = v.strictObject({
  shadow: v.pipe(
    v.strictObject({
      countries: v.optional(names(isCountry, 'must be an ISO 3166-1 alpha-2 country')),
      actions: v.optional(names(isAction, 'must be an action name')),
    }),
    v.check(({ countries, actions }) => Boolean(countries ?? actions), 'must list countries or actions'),
  ),
});

const schema = v.strictObject({
  site: name(isSite, 'must be a site name'),
  secrets: v.pipe(
    v.array(v.strictObject({ kid: name(isKid, 'must be a key name'), secret })),
    v.minLength(1, 'must list at least one'),
    v.maxLength(16, 'must list at most 16'),
    v.check((list) => new Set(list.map(({ kid }) => kid)).size === list.length, 'must not repeat a kid'),
  ),
  hashSecret: secret,
  origins: names(isOrigin, 'must be an origin as browsers write it, or app:<name>'),
  actions: names(isAction, 'must be an action name'),
  countries,
  elsewhere,
  cap: v.strictObject({ hourUsd: usd, dayUsd: usd, monthUsd: usd }),
  stepUp: v.union([v.literal('none'), names(isAction, 'must be a name')], "must be a list of names or 'none'"),
  inbound: v.optional(
    v.strictObject({
      number: name(isOwnNumber, 'must be a number in E.164'),
      actions: names(isAction, 'must be an action name'),
    }),
  ),
  store: v.optional(v.custom<Store>(isStore, 'must be a store')),
  prices: v.optional(operatorPricesSchema),
  numberTypes: v.optional(
    v.strictObject({
      premiumRate: numberType,
      sharedCost: numberType,
      satellite: numberType,
      pager: numberType,
      unassigned: numberType,
    }),
  ),
  onVerdict: v.optional(fn),
  puzzle: v.optional(v.picklist(PUZZLES.map(({ alg }) => alg)), PUZZLES[0]!.alg),
  work: v.optional(
    v.strictObject({
      p: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.pMax / 4)),
      k: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.piecesMax / 4)),
    }),
  ),
  trustedHops: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8)), 0),
  ipData: v.optional(v.custom<IpData>(isIpData, 'must have a function "lookUp"')),
  hostingAsns: v.optional(
    v.pipe(
      v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(ASN_MAX))),
      v.maxLength(10_000, 'must list at most 10000'),
    ),
    [],
  ),
  clock: v.optional(fn),
  random: v.optional(fn),
  mode: v.optional(
    v.lazy((value) => (typeof value === 'object' ? partlyInShadow : wholeMode)),
    'enforce',
  ),
  storeTimeoutMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(30_000)), 1_000),
  onStoreFailure: v.optional(v.picklist(['refuse', 'allow']), 'refuse'),
  onAlert: v.optional(fn),
  log: v.optional(fn),
  park: v.optional(v.boolean(), false),
  testKeys: v.optional(v.boolean(), false),
});

/** Options past the door: a frozen copy, every default in place. */
export interface ResolvedOptions extends PoolOptions {
  readonly site: string;
  /** Where it is one. */
  readonly testSite: TestSite | undefined;
  readonly secrets: readonly Secret[];
  readonly hashSecret: string | Uint8Array;
  readonly origins: readonly string[];
  readonly actions: readonly string[];
  /** The ways that are open whatever is asked: without `inbound`, which is added where it is one. */
  readonly stepUp: StepUp;
  readonly inbound: InboundOption | undefined;
  readonly store: Store | undefined;
  readonly storeTimeoutMs: number;
  readonly onStoreFailure: 'refuse' | 'allow';
  readonly onAlert: ((alert: Alert) => void | Promise<void>) | undefined;
  readonly log: (line: string) => void;
  readonly park: boolean;
  readonly mode: Mode;
  readonly prices: OperatorPrices | undefined;
  readonly numberTypes: Partial<NumberPolicy>;
  readonly onVerdict: ((event: VerdictEvent) => void | Promise<void>) | undefined;
  readonly work: { readonly alg: string; readonly p: number; readonly k: number };
  readonly trustedHops: number;
  readonly ipData: IpData | undefined;
  readonly hostingAsns: ReadonlySet<number>;
  readonly clock: () => number;
  readonly random: (length: number) => Uint8Array;
}

/** Validates what the integrator gave. Throws `TypeError` (wrong kind, unknown name) or `RangeError` naming the option. */
export function resolveOptions(options: GateOptions): ResolvedOptions {
  const parsed = v.safeParse(schema, options, { abortPipeEarly: true });
  if (!parsed.success) throw optionError(parsed.issues[0]);
  const { secrets, hashSecret } = parsed.output;
  if (secrets.some(({ secret }) => sameSecret(secret, hashSecret))) {
    throw new RangeError('option "hashSecret": must not be one of "secrets", which are rotated');
  }
  const testSite = testSiteOf(parsed.output);
  demandOwnActions(parsed.output);
  if (options.store) demandStoreOf(options.store, parsed.output.site);
  const { inbound, actions, stepUp } = parsed.output;
  checkInbound({ inbound, actions, stepUp });
  const row = findPuzzle(parsed.output.puzzle)!;
  const { store } = options;
  const { p = testSite ? testWorkP(row) : row.baseP, k = row.baseK } = options.work ?? {};
  return Object.freeze({
    ...deepFreeze(structuredClone(pickData(parsed.output))),
    testSite,
    store,
    prices: parsed.output.prices,
    onVerdict: options.onVerdict,
    onAlert: options.onAlert,
    log: options.log ?? printLine,
    numberTypes: { ...options.numberTypes },
    work: Object.freeze({ alg: row.alg, p, k }),
    ipData: options.ipData,
    hostingAsns: new Set(parsed.output.hostingAsns),
    clock: options.clock ?? monotonicClock,
    random: options.random ?? createRandomBytes(),
  });
}

/** Checks what `setPool` is given, as the option would be. Throws `TypeError` or `RangeError`. */
export function checkPoolChange(name: unknown, option: unknown): void {
  if (name !== 'elsewhere' && !isCountry(name)) {
    throw new TypeError('a pool is named by an ISO 3166-1 alpha-2 country, or is "elsewhere"');
  }
  if (option === 'as-configured') return;
  const parsed = v.safeParse(name === 'elsewhere' ? elsewhere : countryPool, option, { abortPipeEarly: true });
  if (!parsed.success) throw optionError(parsed.issues[0]);
}

function pickData(output: v.InferOutput<typeof schema>) {
  const { site, secrets, hashSecret, origins, actions, countries, elsewhere, cap, stepUp, inbound } = output;
  const { storeTimeoutMs, onStoreFailure, park, trustedHops, mode } = output;
  const money = { countries, elsewhere, cap };
  return {
    site,
    secrets,
    hashSecret,
    origins,
    actions,
    ...money,
    stepUp: waysForAll(stepUp),
    inbound,
    storeTimeoutMs,
    onStoreFailure,
    park,
    trustedHops,
    mode,
  };
}

/** An action that no form has would leave a form in force that was meant to be in shadow. */
function demandOwnActions({ mode, actions }: v.InferOutput<typeof schema>): void {
  const named = typeof mode === 'object' ? (mode.shadow.actions ?? []) : [];
  const unknown = named.find((action) => !actions.includes(action));
  if (unknown === undefined) return;
  throw new RangeError(`option "mode.shadow.actions": "${unknown}" is none of the gate's actions`);
}

type Issue = v.InferIssue<typeof schema>;

/** A value of the right kind but outside its bounds is a RangeError; anything else a TypeError. */
function optionError(issue: Issue): TypeError | RangeError {
  const path = v.getDotPath(issue) ?? '(options)';
  if (issue.type === 'strict_object' && issue.expected === 'never') return new TypeError(`unknown option "${path}"`);
  const message = issue.input === undefined && issue.kind === 'schema' ? 'is required' : issue.message;
  const text = `option "${path}": ${message}`;
  return issue.kind === 'validation' ? new RangeError(text) : new TypeError(text);
}

function isStore(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    STORE_OPERATIONS.every((name) => typeof (value as Record<string, unknown>)[name] === 'function')
  );
}

function isIpData(value: unknown): boolean {
  const { lookUp, ready } = (value ?? {}) as Partial<IpData>;
  return typeof lookUp === 'function' && (ready === undefined || typeof ready === 'function');
}

/** Also one that the country's plan has room for: what nobody can dial, nobody can text. */
function isOwnNumber(value: unknown): boolean {
  const number = readPhone(value);
  return number.ok && number.value.number === value;
}

function isCountry(key: unknown): boolean {
  return typeof key === 'string' && /^[A-Z]{2}$/.test(key) && isSupportedCountry(key);
}

function sameSecret(a: string | Uint8Array, b: string | Uint8Array): boolean {
  return secretBytes(a).join() === secretBytes(b).join();
}
