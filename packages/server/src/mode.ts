import { type Pools, usd } from './pools.js';

/** Which part of a site is in shadow: a request is, if its country or its action is named. One list at least. */
export interface ShadowPart {
  /** ISO 3166-1 alpha-2; a country need not have a pool. */
  readonly countries?: readonly string[] | undefined;
  /** Of the gate's actions. */
  readonly actions?: readonly string[] | undefined;
}

/** Whether refusals are refused, or recorded alone: of all requests, or of a part. */
export type Mode = 'enforce' | 'shadow' | { readonly shadow: ShadowPart };

/** What of a request says whether it is in shadow. */
export interface ModeSubject {
  readonly action: string;
  /** Where the number leads; absent for networks that belong to no country. */
  readonly country?: string | undefined;
}

/** True where nothing but limits on all money refuses this request. */
export function isInShadow(mode: Mode, { action, country = '' }: ModeSubject): boolean {
  if (typeof mode === 'string') return mode === 'shadow';
  const { countries = [], actions = [] } = mode.shadow;
  return countries.includes(country) || actions.includes(action);
}

/** True where no request for a number of this country is refused by anything but limits on all money. */
export function isWhollyInShadow(mode: Mode, country: string | undefined): boolean {
  if (typeof mode === 'string') return mode === 'shadow';
  return country !== undefined && (mode.shadow.countries ?? []).includes(country);
}

/** The name by which an idempotency value finds its permit with any token. No `jti` has a dot. */
export function aliasOf(idempotency: string | undefined): string | undefined {
  return idempotency === undefined ? undefined : `key.${idempotency}`;
}

/** The part that is in shadow, as a gate says it at its start; nothing where there is none. */
export function modeReport(site: string, mode: Mode, { cap, sum }: Pick<Pools, 'cap' | 'sum'>): readonly string[] {
  if (mode === 'enforce') return [];
  const part = mode === 'shadow' ? 'everything' : partOf(mode.shadow);
  const spareCents = Math.floor(Math.max(0, cap.hourMicroUsd - sum.hourMicroUsd) / 1e4);
  const bound =
    mode === 'shadow'
      ? 'and nothing but the cap stops it'
      : `out of pools of countries in shadow and the ${usd(spareCents * 1e4)} an hour that the cap has beyond all pools`;
  return [
    `tollgate: ${site} is in shadow mode for ${part}: what would be refused there is texted and recorded, ${bound}.`,
  ];
}

function partOf({ countries = [], actions = [] }: ShadowPart): string {
  const parts = [
    ...(countries.length > 0 ? [`numbers of ${countries.join(', ')}`] : []),
    ...(actions.length > 0 ? [`the actions ${actions.join(', ')}`] : []),
  ];
  return parts.join(' and for ');
}
