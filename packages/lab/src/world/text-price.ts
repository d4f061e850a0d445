import { createPriceTable, type PriceTable } from '@tollgate/server/lab';
import type { Ask } from '../defences/defence.js';

const prices: PriceTable = createPriceTable();

/** What one text or call costs the site, in the public table's prices. */
export function microUsdOf({ phone, channel }: Pick<Ask, 'phone' | 'channel'>): number {
  return prices.priceText(phone, { channel, segments: 1 }).totalMicroUsd;
}
