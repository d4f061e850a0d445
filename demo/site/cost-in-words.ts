import { type Verdict } from '@tollgate/server';

type Cost = Verdict['cost'];

/** Micro-dollars as dollars, with as many digits as the sum deserves. */
export function usd(microUsd: number): string {
  const dollars = microUsd / 1e6;
  const digits = dollars !== 0 && Math.abs(dollars) < 1 ? 4 : 2;
  const shape = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `$${dollars.toLocaleString('en', shape)}`;
}

/** The price of the text, with its date: an old price is a guess, and the page does not hide it. */
export function priceInWords({ price }: Cost): string {
  if (!price) return 'Refused before the text was priced.';
  const prefix = price.prefix === '' ? 'an unknown destination' : `+${price.prefix}`;
  const segments = price.segments === 1 ? 'one segment' : `${price.segments} segments`;
  return `${usd(price.totalMicroUsd)} for ${segments} to ${prefix} (price of ${price.asOf}; ${price.source})`;
}

/** The work shown, and what little it costs whoever attacks: a throttle is never sold as a price. */
export function workInWords({ work }: Cost): string {
  if (!work) return 'No work was proven.';
  const hashes = work.hashes.toLocaleString('en');
  const seconds = work.coreSeconds.toLocaleString('en', { maximumSignificantDigits: 2 });
  const native = usd(work.nativeMicroUsdPerMillion);
  const gpu = usd(work.gpuMicroUsdPerMillion);
  return `${hashes} expected hashes, ${seconds} core-seconds. A million such proofs: about ${native} of rented cores, ${gpu} of rented GPU.`;
}

/** What the figures above rest on, each with its date. */
export function assumptionsInWords({ work }: Cost): readonly string[] {
  return (work?.assumptions ?? []).map(
    ({ what, value, unit, date, source }) => `${what}: ${value.toLocaleString('en')} ${unit} (${date}; ${source})`,
  );
}
