import { isKid } from './fields.js';
import { hasExactMembers, type JsonObject } from './json.js';

/** The header of what the server signs: exactly `{ alg: "HS256", kid, typ }`. Answers the kid, or `undefined`. */
export function readMacHeader(header: JsonObject | undefined, expectedTyp: string): string | undefined {
  if (!hasExactMembers(header, ['alg', 'kid', 'typ'])) return undefined;
  const { alg, kid, typ } = header;
  return alg === 'HS256' && typ === expectedTyp && isKid(kid) ? kid : undefined;
}
