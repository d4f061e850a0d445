import { describe, expect, it } from 'vitest';
import { type Code, codeRow, CODES } from '../src/codes.js';

const codes = Object.keys(CODES) as Code[];
const publicOf = (code: Code) => codeRow(code).publicCode;

describe('the code table', () => {
  it.each(codes)('%s has a complete row', (code) => {
    const { kind, status, publicCode, ...more } = codeRow(code);
    expect(code).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(publicCode).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect([undefined, 'work', 'delay', 'step-up', 'deny']).toContain(kind);
    expect(Number.isInteger(status) && status >= 400 && status < 600).toBe(true);
    expect(more).toEqual({});
  });

  it('is closed', () => {
    expect(Object.isFrozen(CODES)).toBe(true);
  });

  it('gives each verdict its statuses', () => {
    const statuses = (kind: string) =>
      [...new Set(codes.map(codeRow).flatMap((row) => (row.kind === kind ? [row.status] : [])))].sort();
    expect(statuses('work')).toEqual([402]);
    expect(statuses('step-up')).toEqual([403]);
    expect(statuses('delay').every((status) => status === 409 || status === 429)).toBe(true);
    // 400: the site asks wrongly or the number is none; 403: refused; 500: the site's own facts are broken.
    expect(statuses('deny')).toEqual([400, 403, 500]);
  });
});

describe('public codes', () => {
  const tells: Partial<Record<Code, string>> = {
    'challenge-expired': 'token-expired',
    'number-mismatch': 'token-other-number',
    'number-unpriced': 'work',
    'proof-short': 'work',
  };
  const ofTheToken = codes.slice(codes.indexOf('token-too-long'), codes.indexOf('client-data-mismatch') + 1);

  it.each(ofTheToken)('%s tells no more than what to do next', (code) => {
    expect(publicOf(code)).toBe(tells[code] ?? 'token-invalid');
  });

  it.each([
    'token-encoding-invalid',
    'token-header-invalid',
    'token-payload-invalid',
    'device-key-invalid',
    'challenge-encoding-invalid',
    'challenge-key-unknown',
    'challenge-forged',
    'site-mismatch',
    'nonce-out-of-range',
    'proof-wrong',
    'signature-wrong',
  ] as const)('%s looks from outside like every other refusal of a token', (code) => {
    expect(codeRow(code)).toEqual(codeRow('token-too-long'));
  });

  it('do not tell a missing token from a full meter, a closed country or a lost store', () => {
    for (const code of ['country-refused', 'cap-reached', 'pool-exhausted', 'store-unavailable'] as const) {
      expect(codeRow(code)).toEqual(codeRow('token-missing'));
    }
  });

  it('do not tell which type of number is refused', () => {
    const types = codes.filter((code) => code.startsWith('number-') && publicOf(code) === 'number-refused');
    expect(types).toEqual([
      'number-unassigned',
      'number-premium-rate',
      'number-shared-cost',
      'number-satellite',
      'number-pager',
    ]);
    for (const code of types) expect(codeRow(code)).toEqual(codeRow(types[0]!));
  });

  it('do not tell a token used from one presented with another request', () => {
    expect(codeRow('idempotency-mismatch')).toEqual(codeRow('token-used'));
  });

  it.each(codes.filter((code) => /^(permit|report|outcome|text)-/.test(code)))(
    '%s is for the site alone: outside it is an internal fault and no verdict',
    (code) => {
      expect(codeRow(code)).toEqual({ status: 500, publicCode: 'internal' });
    },
  );

  it('tell whoever was invited to text the site to wait or to begin anew, and nothing else', () => {
    const tells: Partial<Record<Code, string>> = {
      'inbound-expired': 'inbound-expired',
      'inbound-pending': 'inbound-pending',
      'inbound-signature-wrong': 'inbound-signature-wrong',
    };
    for (const code of codes.filter((name) => name.startsWith('inbound-'))) {
      expect(codeRow(code).kind).toBeUndefined();
      expect(publicOf(code)).toBe(tells[code] ?? 'inbound-invalid');
    }
  });

  it('are these and no others', () => {
    expect([...new Set(codes.map(publicOf))].sort()).toEqual([
      'action-unknown',
      'body-malformed',
      'body-too-large',
      'channel-unknown',
      'in-progress',
      'inbound-expired',
      'inbound-invalid',
      'inbound-pending',
      'inbound-signature-wrong',
      'internal',
      'media-type-refused',
      'method-refused',
      'number-invalid',
      'number-refused',
      'origin-refused',
      'puzzle-unsupported',
      'route-unknown',
      'step-up',
      'token-expired',
      'token-invalid',
      'token-other-number',
      'token-used',
      'try-later',
      'version-unsupported',
      'work',
    ]);
  });
});
