import { askForCode, expect, test } from '../support/shop-test.js';

test('a browser that is driven is flagged for that, and for nothing that people’s browsers do as well', async ({
  tab,
  shop,
}) => {
  await askForCode(tab, shop);
  const { tier, impression } = shop.verdicts[0] ?? {};
  expect(tier).toBe('flagged');
  const weights = new Map(impression?.evidence.map(({ name, weight }) => [name, weight]));
  expect(weights.get('webdriver-on')).toBe('automation');
  expect([...weights].filter(([, weight]) => weight === 'contradiction')).toEqual([]);
});
