import type { Channel, Signals } from '@tollgate/core';
import type { Site } from '../world/site.js';

/** A request to text, as the server of a site sees it. */
export interface Ask {
  /** E.164. */
  readonly phone: string;
  /** ISO 3166-1 alpha-2 of the number. */
  readonly country: string;
  readonly ip: string;
  /** The autonomous system of the address. */
  readonly asn: number;
  readonly channel: Channel;
  readonly action: string;
  /** Who asks, to defences that know devices: a key of 32 bytes that only this device has. */
  readonly device: Uint8Array<ArrayBuffer>;
  /** What the browser says of itself, to defences that listen. */
  readonly signals: Signals;
  /** The country of the address, alpha-2, to defences that look it up. */
  readonly ipCountry: string;
  /** What a defence that demands something of the page gets: `undefined` is somebody who does not do it. */
  readonly effort: 'made' | Harvested | undefined;
  /** True if the site's own records say that the number is its owner's. */
  readonly isOnRecord?: boolean;
  /** True if the site sends nothing although it may: its own check fails after the defence's. */
  readonly isWithdrawn?: boolean;
}

/** What a page gave for its demand in somebody else's name, kept to be sold. */
export interface Harvested {
  readonly token: string;
}

/** What a site does about a request to text. */
export type Answer = Decision & {
  /** Expected hashes that this request took beyond the defence's demand. Default 0. */
  readonly raisedHashes?: number;
};

type Decision =
  /** The text went out; `id` names it in reports. */
  | { readonly kind: 'sent'; readonly id: string }
  /** Not yet: it may be asked again then, or another way taken where one is shown. */
  | { readonly kind: 'wait'; readonly ms: number; readonly offersAnotherWay?: boolean }
  /** No text, but another way is shown: e-mail, a passkey. */
  | { readonly kind: 'another-way' }
  | { readonly kind: 'refused' };

/** What a site learns of a text that went out: its code was entered; its account did something real. */
export type Report = 'verified' | 'trusted';

/** What one request costs whoever makes it, beside the connection. */
export interface Demand {
  /** Expected hashes of the default puzzle. */
  readonly hashes: number;
  /** Captchas to solve. */
  readonly captchas: number;
}

/** What stands between a form and the sender, for one run of one tape. */
export interface Defence {
  readonly demand: Demand;
  ask(ask: Ask): Promise<Answer>;
  report(id: string, report: Report): Promise<void>;
  /** Does the page's demand for this ask and gives what it got, unsent; absent where a page is asked for nothing. */
  harvest?(ask: Ask): Promise<Harvested | undefined>;
  /** What an operator does of whom a tape says so; a defence without such a lever has none. */
  operate?(lever: Lever): Promise<void>;
  /** Whether all that went out stayed within what the defence promises; absent where it promises nothing. */
  isWithinBound?(): boolean;
}

/** What an operator may do while a tape runs. */
export type Lever =
  | { readonly kind: 'raise-pool'; readonly country: string; readonly expectPerDay: number }
  /** No texts to strangers under a calling prefix from now on. */
  | { readonly kind: 'close-prefix'; readonly prefix: string }
  /** The store forgets its last seconds. */
  | { readonly kind: 'lose-writes'; readonly lastMs: number };

/** What a defence is built with. */
export interface Setting {
  /** Milliseconds since 1970, of the virtual clock. */
  readonly clock: () => number;
  readonly random: (length: number) => Uint8Array<ArrayBuffer>;
  /** Keeps what it needs to forget its last seconds. */
  readonly isForgetful?: boolean;
  readonly site: Site;
}

/** A row of the table of defences. */
export interface DefenceRow {
  readonly name: string;
  /** What it is, in a sentence for the report. */
  readonly title: string;
  create(setting: Setting): Defence;
}
