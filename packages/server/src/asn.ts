import { isIntegerBetween } from '@tollgate/core';

/** The last number of an autonomous system that may be used: 0 and the very last are reserved (RFC 7607, RFC 7300). */
export const ASN_MAX = 4_294_967_294;

export function isAsn(value: unknown): value is number {
  return isIntegerBetween(value, 1, ASN_MAX);
}
