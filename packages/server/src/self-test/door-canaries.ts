import type { Code } from '@tollgate/core';
import type { NumberType } from '../phone-number.js';
import { createPriceTable } from '../prices/price-table.js';
import { ask } from './booking.js';
import type { Canary } from './canary.js';
import type { CanaryVisitor } from './canary-visitor.js';
import { type CanariesOf, sends } from './token-canaries.js';

/** A number of exactly one kind each: allowing another kind does not let it pass. */
const NUMBERS: Readonly<Record<NumberType, string>> = {
  premiumRate: '+19002345678',
  sharedCost: '+80812345678',
  satellite: '+8816123456789',
  pager: '+447640123456',
  unassigned: '+12005550123',
};

function ofType(code: Code, type: NumberType): CanariesOf {
  return (visitor) => {
    const isAllowed = visitor.site.real.options.numberTypes[type] === 'allow';
    const off = isAllowed ? `the option "numberTypes" allows ${type}` : undefined;
    return sends(
      code,
      async (_, context) => {
        const token = await visitor.token(context, await visitor.unpriced(context), { nonces: [] });
        return visitor.facts(token, { phone: NUMBERS[type] });
      },
      { off },
    )(visitor);
  };
}

/** What the site's server says of the request, and the number. */
export const DOOR = {
  'facts-invalid': sends('facts-invalid', (visitor) => visitor.facts(undefined, { segments: 0 })),
  'action-unknown': sends('action-unknown', (visitor) => {
    const { actions } = visitor.site.real.options;
    let action = 'unknown';
    while (actions.includes(action)) action += '-x';
    return visitor.facts(undefined, { action });
  }),
  'origin-refused': sends('origin-refused', (visitor) =>
    visitor.facts(undefined, { origin: 'https://self-test.invalid' }),
  ),
  'number-invalid': sends('number-invalid', async (visitor, context) => {
    const token = await visitor.token(context, await visitor.unpriced(context), { nonces: [] });
    return visitor.facts(token, { phone: 'self-test' });
  }),
  'number-unassigned': ofType('number-unassigned', 'unassigned'),
  'number-premium-rate': ofType('number-premium-rate', 'premiumRate'),
  'number-shared-cost': ofType('number-shared-cost', 'sharedCost'),
  'number-satellite': ofType('number-satellite', 'satellite'),
  'number-pager': ofType('number-pager', 'pager'),
  'price-invalid': priceCanaries,
} as const satisfies Record<string, CanariesOf>;

/** A price function of the operator's that answers what is no price: it would lift every limit. */
function priceCanaries({ site }: CanaryVisitor): readonly Canary[] {
  let usd = 0;
  const prices = createPriceTable({ asOf: '2026-01-01', usdOf: () => usd });
  return [0, NaN, Infinity, -1].map((answer) => {
    const show = () => {
      usd = answer;
      return ask(site, site.scene({ prices }));
    };
    return { code: 'price-invalid', of: String(answer), show };
  });
}
