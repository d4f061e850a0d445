import type { BoundedMeter, Choice, Limit, Opening } from '../../../src/store.js';
import { choice, limit, meter, siteMeter, textMeter } from './choices.js';

const CAP: readonly Limit[] = [limit('all', 'hour', 300), limit('all', 'day', 450), limit('all', 'month', 600)];

/** The limits that a program's choices are made by. */
export interface Scene {
  /** Numbers with a history have a pool of their own, and the site has a cap: what one pool uses, another may miss. */
  readonly isShared: boolean;
  readonly percent: number;
}

/** The meters of a scene. */
export const METERS: readonly string[] = [
  'site',
  'pool:known',
  ...[0, 1].flatMap((pool) => [`pool:${pool}`, `network:${pool}`, `range:${pool}0`, `range:${pool}1`]),
];

/** The room of one number of one pool: known numbers, warm devices, anybody; as a gate would ask for it. */
export function choicesOf(pool: number, number: number, { isShared, percent }: Scene): readonly Choice[] {
  const site = siteMeter(isShared ? CAP : []);
  const network = `network:${pool}`;
  const room = (share: number): readonly BoundedMeter[] => [
    meter(`pool:${pool}`, money(100, share * percent)),
    meter(`range:${pool}${number % 2}`, money(60, share * percent)),
  ];
  const known = (opening: Opening) => choice([site, meter('pool:known', money(100, percent))], 'known', opening);
  const fewTexts = textMeter(network, [limit('all', 'hour', 6), limit('exposed', 'day', 8)]);
  return [
    ...(isShared ? [known('known-number')] : []),
    // The site has every fifth number in its own records.
    ...(isShared && number % 5 === 0 ? [known('site-known-number')] : []),
    choice([site, ...room(1), fewTexts], 'warm', 'warm-device'),
    choice([site, ...room(0.7), textMeter(network)]),
  ];
}

function money(exposedAnHour: number, percent: number): readonly Limit[] {
  const part = (factor: number) => Math.floor((exposedAnHour * factor * percent) / 100);
  return [
    limit('exposed', 'hour', part(1)),
    limit('untrusted', 'hour', part(1.5)),
    limit('exposed', 'day', part(2)),
    limit('untrusted', 'day', part(3)),
  ];
}
