import type { Channel } from '@tollgate/core';
import type { TextPrice } from './prices/price.js';
import type { PriceTable } from './prices/price-table.js';

/** What is to go to a number. */
export interface TextTerms {
  readonly channel: Channel;
  readonly segments: number;
}

/** What a text or call is booked with, and what a text to that number costs: limits are named in texts. */
export interface BookedPrice {
  readonly price: TextPrice;
  readonly textMicroUsd: number;
}

/** The price of a text or call, or nothing where the operator's own function gives none. */
export function bookedPrice(prices: PriceTable, e164: string, terms: TextTerms): BookedPrice | undefined {
  try {
    const price = prices.priceText(e164, terms);
    if (terms.channel === 'sms') return { price, textMicroUsd: price.totalMicroUsd };
    return { price, textMicroUsd: prices.priceText(e164, { channel: 'sms', segments: 1 }).totalMicroUsd };
  } catch {
    return undefined;
  }
}
