import type { Channel } from '@tollgate/core';
import { RELATIVE_PRICES, RELATIVE_SOURCE } from './relative-prices.js';
import { USD_PRICES, USD_SOURCES } from './usd-prices.js';

/** What one segment, or one call, to a prefix costs. */
export interface Price {
  /** Whole micro-dollars, rounded up. */
  readonly microUsd: number;
  /** The digits it was found by, without `+`; empty for the floor of unknown prefixes. */
  readonly prefix: string;
  /** Date of the figure: a month or a day. */
  readonly asOf: string;
  readonly source: string;
}

/** What one text, or one call, costs as it is asked for. */
export interface TextPrice extends Price {
  readonly segments: number;
  /** The fixed fee on top, such as a verification service's. */
  readonly feeMicroUsd: number;
  /** `microUsd` × `segments` + `feeMicroUsd`: what is booked. */
  readonly totalMicroUsd: number;
}

/** The operator's own prices, which stand in front of the public ones. */
export interface OperatorPrices {
  /** The day they were valid, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** Calling prefix (digits, `+` optional) → dollars a segment. Default: the public table alone. */
  readonly smsUsd?: Readonly<Record<string, number>> | undefined;
  /** Calling prefix → dollars a call. Default: ten times the text. */
  readonly voiceUsd?: Readonly<Record<string, number>> | undefined;
  /** Dollars on top of every text or call: what a verification service takes for each. Default 0. */
  readonly feeUsd?: number | undefined;
}

export interface PriceTable {
  /** The price of one segment or call to an E.164 number, by longest prefix. */
  priceOf(e164: string, channel: Channel): Price;
  /** The price of a whole text of so many segments, fee included. */
  priceText(e164: string, text: { readonly channel: Channel; readonly segments: number }): TextPrice;
}

/** Where no price of a call is known, it counts as this many texts: an assumption. */
export const VOICE_FACTOR = 10;

const LONGEST_PREFIX = 8;

type Rows = Map<string, Price>;

/**
 * Prices by longest prefix: the operator's own on top of a dated public table, which holds the dearest of its sources
 * for each destination. An unknown prefix costs as much as the dearest known one.
 */
export function createPriceTable(operator?: OperatorPrices): PriceTable {
  const publicSms = publicRows();
  const floor: Price = { microUsd: dearest(publicSms), prefix: '', asOf: '2025-10', source: 'floor: unknown prefix' };
  const sms = withOperatorRows(publicSms, operator?.asOf, operator?.smsUsd);
  const voice = withOperatorRows(new Map(), operator?.asOf, operator?.voiceUsd);
  const feeMicroUsd = operator?.feeUsd ? microUsdOf(operator.feeUsd) : 0;
  const priceOf = (e164: string, channel: Channel): Price => {
    const digits = e164.slice(1);
    const text = longestPrefix(sms, digits) ?? floor;
    return channel === 'sms' ? text : (longestPrefix(voice, digits) ?? callPrice(text));
  };
  return {
    priceOf,
    priceText(e164, { channel, segments }) {
      const price = priceOf(e164, channel);
      return { ...price, segments, feeMicroUsd, totalMicroUsd: price.microUsd * segments + feeMicroUsd };
    },
  };
}

function publicRows(): Rows {
  const rows: Rows = new Map();
  for (const [cost, prefixes] of RELATIVE_PRICES) {
    const { name, asOf, usdPerUnit } = RELATIVE_SOURCE;
    for (const prefix of prefixes.split(' ')) {
      rows.set(prefix, { microUsd: microUsdOf(cost * usdPerUnit), prefix, asOf, source: name });
    }
  }
  for (const [prefix, ...figures] of USD_PRICES) {
    const priced = figures.map((figure, at) => ({ usd: (figure ?? 0) * USD_SOURCES[at]!.usdPerUnit, at }));
    const { usd, at } = priced.reduce((most, next) => (next.usd > most.usd ? next : most));
    const { name, asOf } = USD_SOURCES[at]!;
    const row = { microUsd: microUsdOf(usd), prefix, asOf, source: name };
    // Two countries may share a prefix (+1): the dearer one counts.
    const other = rows.get(prefix);
    if (!other || other.source === RELATIVE_SOURCE.name || other.microUsd < row.microUsd) rows.set(prefix, row);
  }
  return rows;
}

function withOperatorRows(rows: Rows, asOf = '', prices: Readonly<Record<string, number>> = {}): Rows {
  for (const [key, usd] of Object.entries(prices)) {
    const prefix = key.replace(/^\+/, '');
    rows.set(prefix, { microUsd: microUsdOf(usd), prefix, asOf, source: "the operator's own price" });
  }
  return rows;
}

function longestPrefix(rows: Rows, digits: string): Price | undefined {
  for (let length = Math.min(LONGEST_PREFIX, digits.length); length > 0; length--) {
    const row = rows.get(digits.slice(0, length));
    if (row) return row;
  }
  return undefined;
}

function callPrice(text: Price): Price {
  const source = `assumption: ${VOICE_FACTOR} × a text (${text.source})`;
  return { ...text, microUsd: text.microUsd * VOICE_FACTOR, source };
}

function dearest(rows: Rows): number {
  return Math.max(...Array.from(rows.values(), (row) => row.microUsd));
}

/** Whole micro-dollars, up: a text is never booked for less than it costs. The small term undoes binary fractions. */
export function microUsdOf(usd: number): number {
  return Math.max(1, Math.ceil(usd * 1e6 - 1e-6));
}
