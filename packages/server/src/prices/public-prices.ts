import { microUsdOf } from './micro-usd.js';
import type { Price } from './price.js';
import { RELATIVE_PRICES, RELATIVE_SOURCE } from './relative-prices.js';
import { UNLISTED_AREA_CODES } from './unlisted-area-codes.js';
import { USD_PRICES, USD_SOURCES } from './usd-prices.js';

/**
 * The public table of texts, one row a prefix: the dearest dollar price, the relative price where no list has dollars,
 * and an assumption for the area codes that no list names.
 */
export function publicPrices(): readonly Price[] {
  const rows = new Map(relativeRows().map((row) => [row.prefix, row]));
  for (const row of dollarRows()) rows.set(row.prefix, row);
  const listed = [...rows.values()];
  return [...listed, ...unlistedRows(listed)];
}

/** The dearest of some rows; there is at least one. */
export function dearestOf(rows: readonly Price[]): Price {
  return rows.reduce((most, next) => (next.microUsd > most.microUsd ? next : most));
}

function relativeRows(): Price[] {
  const { name, asOf, usdPerUnit } = RELATIVE_SOURCE;
  return RELATIVE_PRICES.flatMap(([cost, prefixes]) => {
    const microUsd = microUsdOf(cost * usdPerUnit);
    return prefixes.split(' ').map((prefix) => ({ microUsd, prefix, asOf, source: name }));
  });
}

/** Cheapest first: where two countries share a prefix (+1), the dearer one is the row that stays. */
function dollarRows(): Price[] {
  return USD_PRICES.map(([prefix, ...figures]) => dearestOf(pricedRows(prefix, figures))).sort(
    (a, b) => a.microUsd - b.microUsd,
  );
}

function pricedRows(prefix: string, figures: readonly (number | undefined)[]): Price[] {
  return USD_SOURCES.flatMap(({ name, asOf, usdPerUnit }, at) => {
    const figure = figures[at];
    return figure === undefined ? [] : [{ microUsd: microUsdOf(figure * usdPerUnit), prefix, asOf, source: name }];
  });
}

function unlistedRows(listed: readonly Price[]): Price[] {
  const dearest = dearestOf(listed.filter(({ prefix }) => /^1\d{3}$/.test(prefix)));
  const source = `assumption: the dearest listed area code of +1 (${dearest.source})`;
  return UNLISTED_AREA_CODES.map((prefix) => ({ ...dearest, prefix, source }));
}
