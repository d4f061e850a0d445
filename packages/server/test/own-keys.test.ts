import { expect, it } from 'vitest';
import { OwnKeys } from '../src/own-keys.js';
import { claimOf, freshName } from './stores/support/claims.js';

it('a process remembers 200,000 keys and no more; texts without one take no place', () => {
  const keys = new OwnKeys();
  const claim = claimOf(0, {});
  const grant = (alias: string | undefined) => {
    const pid = freshName('permit');
    const granted = {
      kind: 'granted',
      tier: 'cold',
      heldUntilMs: 1,
      resendAfterMs: 0,
      rows: [],
      histories: {},
    } as const;
    keys.granted({ ...claim, alias, permit: { ...claim.permit, pid } }, granted, { isOfFallback: true, nowMs: 0 });
  };
  const isKnown = (alias: string | undefined) => keys.ofFallback({ ...claim, alias }, 0) !== undefined;
  for (let turn = 0; turn <= 200_000; turn++) grant(undefined);
  expect(isKnown(undefined)).toBe(false);
  for (let turn = 0; turn <= 200_000; turn++) grant(`key ${turn}`);
  expect(['key 0', 'key 199999', 'key 200000'].map(isKnown)).toEqual([true, true, false]);
});
