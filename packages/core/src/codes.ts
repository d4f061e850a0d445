/** What the gate decides about one request to text. */
export type VerdictKind = 'allow' | 'work' | 'delay' | 'step-up' | 'deny';

interface CodeRow {
  /** The verdict that carries the code, where `admit` can answer it. */
  readonly kind?: Exclude<VerdictKind, 'allow'>;
  /** HTTP status of an answer that carries the code. */
  readonly status: number;
  /** What a caller from outside may see of it. */
  readonly publicCode: string;
}

const denied = (publicCode: string, status = 403) => ({ kind: 'deny', status, publicCode }) as const;
const steppedUp = (publicCode = 'step-up') => ({ kind: 'step-up', status: 403, publicCode }) as const;
const worked = { kind: 'work', status: 402, publicCode: 'work' } as const;
const answered = (status: number, publicCode: string) => ({ status, publicCode }) as const;
const inboundRefused = answered(403, 'inbound-invalid');
const internal = { status: 500, publicCode: 'internal' } as const;

/**
 * Every refusal Tollgate knows: code → verdict, HTTP status and public code. The table is closed; the code is for the
 * site's own logs, the public code for whoever asked. Public codes tell a caller what to do next, not which rule
 * caught it.
 */
export const CODES = Object.freeze({
  // The challenge endpoint's door.
  'route-unknown': answered(404, 'route-unknown'),
  'method-refused': answered(405, 'method-refused'),
  'media-type-refused': answered(415, 'media-type-refused'),
  'body-too-large': answered(413, 'body-too-large'),
  'body-malformed': answered(400, 'body-malformed'),
  'version-unsupported': answered(400, 'version-unsupported'),
  'puzzle-unsupported': answered(400, 'puzzle-unsupported'),
  'challenge-rate-exceeded': answered(429, 'try-later'),

  // What the site's server says of the request.
  'facts-invalid': denied('internal', 500),
  'action-unknown': denied('action-unknown', 400),
  'channel-unknown': denied('channel-unknown', 400),
  'origin-refused': denied('origin-refused'),

  // The number.
  'number-invalid': denied('number-invalid', 400),
  'number-unassigned': denied('number-refused'),
  'number-premium-rate': denied('number-refused'),
  'number-shared-cost': denied('number-refused'),
  'number-satellite': denied('number-refused'),
  'number-pager': denied('number-refused'),
  'price-invalid': steppedUp(),

  // The token's own shape, before anything is computed.
  'token-missing': steppedUp(),
  'token-too-long': denied('token-invalid'),
  'token-encoding-invalid': denied('token-invalid'),
  'token-header-invalid': denied('token-invalid'),
  'device-key-invalid': denied('token-invalid'),
  'token-payload-invalid': denied('token-invalid'),
  'token-version-unsupported': denied('token-invalid'),
  'proof-malformed': denied('token-invalid'),
  'signals-invalid': denied('token-invalid'),
  'client-data-invalid': denied('token-invalid'),
  'extension-invalid': denied('token-invalid'),

  // The challenge inside it, in the order of checks.
  'challenge-encoding-invalid': denied('token-invalid'),
  'challenge-header-invalid': denied('token-invalid'),
  'challenge-payload-invalid': denied('token-invalid'),
  'challenge-key-unknown': denied('token-invalid'),
  'challenge-forged': denied('token-invalid'),
  'challenge-version-unsupported': denied('token-invalid'),
  'challenge-early': denied('token-invalid'),
  'challenge-expired': denied('token-expired'),
  'site-mismatch': denied('token-invalid'),
  'action-mismatch': denied('token-invalid'),
  'channel-mismatch': denied('token-invalid'),
  'origin-mismatch': denied('token-invalid'),
  'puzzle-unknown': denied('token-invalid'),
  'puzzle-refused': denied('token-invalid'),
  'work-out-of-bounds': denied('token-invalid'),
  'number-mismatch': denied('token-other-number'),
  'number-unpriced': worked,
  'proof-too-long': denied('token-invalid'),
  'nonce-out-of-range': denied('token-invalid'),
  'proof-wrong': denied('token-invalid'),
  'proof-short': worked,
  'signature-wrong': denied('token-invalid'),
  'client-data-mismatch': denied('token-invalid'),

  // The one store call.
  'token-used': denied('token-used'),
  'idempotency-mismatch': denied('token-used'),
  'in-progress': { kind: 'delay', status: 409, publicCode: 'in-progress' },
  'number-spacing': { kind: 'delay', status: 429, publicCode: 'try-later' },
  'device-exhausted': steppedUp(),
  'country-refused': steppedUp(),
  'prefix-closed': steppedUp(),
  'cap-reached': steppedUp(),
  'pool-busy': { kind: 'delay', status: 429, publicCode: 'try-later' },
  'pool-exhausted': steppedUp(),
  'block-exhausted': steppedUp(),
  'range-exhausted': steppedUp(),
  'store-degraded': steppedUp(),
  'store-unavailable': steppedUp(),
  // Surroundings that would forget; met at the start.
  'store-unsafe': internal,
  'ip-data-unreadable': internal,
  // A rule that cannot deny; met at the start.
  'self-test-failed': internal,

  // Permits; met by the site's own code, never by a visitor.
  'permit-encoding-invalid': internal,
  'permit-header-invalid': internal,
  'permit-payload-invalid': internal,
  'permit-version-unsupported': internal,
  'permit-key-unknown': internal,
  'permit-forged': internal,
  'permit-foreign': internal,
  'permit-expired': internal,
  'permit-unknown': internal,
  'permit-claimed': internal,
  'permit-unused': internal,
  'permit-number-mismatch': internal,
  'permit-action-mismatch': internal,
  'permit-channel-mismatch': internal,
  'permit-segments-exceeded': internal,
  'text-empty': internal,
  'provider-refused': internal,
  'provider-failed': internal,
  'provider-silent': internal,

  // Texts to the site's own number, told by the provider's webhook.
  'inbound-signature-wrong': answered(403, 'inbound-signature-wrong'),
  'inbound-recipient-mismatch': inboundRefused,
  'inbound-text-malformed': inboundRefused,
  'inbound-secret-wrong': inboundRefused,
  'inbound-repeated': inboundRefused,

  // Tickets of whoever was invited to text the site, in the order of checks.
  'inbound-ticket-invalid': inboundRefused,
  'inbound-key-unknown': inboundRefused,
  'inbound-forged': inboundRefused,
  'inbound-foreign': inboundRefused,
  'inbound-expired': answered(403, 'inbound-expired'),
  'inbound-action-mismatch': inboundRefused,
  'inbound-number-mismatch': inboundRefused,
  'inbound-pending': answered(409, 'inbound-pending'),
  'inbound-used': inboundRefused,

  // Reports of what became of a text.
  'report-invalid': internal,
  'report-unknown': internal,
  'report-repeated': internal,
  'outcome-contradicts': internal,
} satisfies Record<string, CodeRow>);

export type Code = keyof typeof CODES;

/** A code that a verdict can carry. */
export type VerdictCode = {
  [Name in Code]: (typeof CODES)[Name] extends { readonly kind: VerdictKind } ? Name : never;
}[Code];

/** The row of a code, widened so that `kind` may be read of any row. */
export function codeRow(code: Code): CodeRow {
  return CODES[code];
}
