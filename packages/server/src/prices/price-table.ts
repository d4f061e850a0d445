import type { Channel } from '@tollgate/core';
import { askOperator } from './ask-operator.js';
import { prefixDigits } from './calling-prefix.js';
import { microUsdOf } from './micro-usd.js';
import type { OperatorPrices } from './operator-prices.js';
import { PrefixMap } from './prefix-map.js';
import type { Price, TextPrice } from './price.js';
import { dearestOf, publicPrices } from './public-prices.js';

export interface PriceTable {
  /**
   * The price of one segment or call to an E.164 number; of the floor for `+` alone. Throws a `TollgateError` with
   * `price-invalid` where the operator's function answers no price.
   */
  priceOf(e164: string, channel: Channel): Price;
  /** The price of a whole text of so many segments, fee included. Throws as `priceOf` does. */
  priceText(e164: string, text: { readonly channel: Channel; readonly segments: number }): TextPrice;
}

/** Where no price of a call is known, it counts as this many texts: an assumption. */
export const VOICE_FACTOR = 10;

type Column = Readonly<Record<string, number>> | undefined;

/**
 * Prices by longest prefix: the operator's own on top of a dated public table, which holds the dearest of its sources
 * for each destination. An unknown prefix costs as much as the dearest known one.
 */
export function createPriceTable(operator?: OperatorPrices): PriceTable {
  const { asOf = '', smsUsd, voiceUsd, feeUsd, usdOf } = operator ?? {};
  const listed = publicPrices();
  const texts = [...listed, ...operatorRows(asOf, smsUsd)];
  const calls = callRows({ listed, texts, own: operatorRows(asOf, voiceUsd) });
  const dearest = dearestOf(listed);
  const floor = { ...dearest, prefix: '', source: `floor: unknown prefix (${dearest.source})` };
  const tables = {
    sms: { rows: new PrefixMap(texts), floor },
    voice: { rows: new PrefixMap(calls), floor: callPrice(floor) },
  };
  const feeMicroUsd = feeUsd ? microUsdOf(feeUsd) : 0;
  const priceOf = (e164: string, channel: Channel): Price => {
    // `+` alone is no number: the function is not asked for it.
    const usd = usdOf && e164.length > 1 ? askOperator(usdOf, e164, channel) : undefined;
    if (usd !== undefined) {
      return { microUsd: microUsdOf(usd), prefix: '', asOf, source: "the operator's own function" };
    }
    const { rows, floor } = tables[channel];
    return rows.find(e164, 1) ?? floor;
  };
  return {
    priceOf,
    priceText(e164, { channel, segments }) {
      const { microUsd, prefix, asOf, source } = priceOf(e164, channel);
      const totalMicroUsd = microUsd * segments + feeMicroUsd;
      return { microUsd, prefix, asOf, source, segments, feeMicroUsd, totalMicroUsd };
    },
  };
}

function operatorRows(asOf: string, column: Column = {}): Price[] {
  return Object.entries(column).map(([key, usd]) => {
    const prefix = prefixDigits(key) ?? key;
    return { microUsd: microUsdOf(usd), prefix, asOf, source: "the operator's own price" };
  });
}

interface CallSources {
  readonly listed: readonly Price[];
  readonly texts: readonly Price[];
  readonly own: readonly Price[];
}

/**
 * Every call in one table, so that one look-up answers: the operator's own, and ten texts wherever these do not reach.
 * They reach over public rows of the same or shorter prefix, as the operator's texts do: a price of calls to +1 says
 * nothing of calls to Jamaica.
 */
function callRows({ listed, texts, own }: CallSources): Price[] {
  const publicRows = new PrefixMap(listed);
  const ownRows = new PrefixMap(own);
  const assumed = texts.filter(({ prefix }) => {
    const reach = ownRows.find(prefix)?.prefix.length ?? 0;
    return reach === 0 || reach < (publicRows.find(prefix)?.prefix.length ?? 0);
  });
  return [...assumed.map(callPrice), ...own];
}

function callPrice(text: Price): Price {
  const source = `assumption: ${VOICE_FACTOR} × a text (${text.source})`;
  return { ...text, microUsd: text.microUsd * VOICE_FACTOR, source };
}
