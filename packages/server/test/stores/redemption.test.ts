import { describe, expect, it } from 'vitest';
import { EVERY_KIND } from '../support/stores.js';
import { freshId } from './support/claims.js';
import { choice, limit, only, ROOMY } from './support/choices.js';
import { openDesk } from './support/desk.js';

const NO_ROOM = only(limit('all', 'hour', 0));

describe.each(EVERY_KIND)('a challenge that $name redeemed', (kind) => {
  it('is used where the site gave no key', async () => {
    const desk = await openDesk(kind);
    const jti = freshId();
    await desk.hold({ jti });
    expect(await desk.admit({ jti })).toEqual({ kind: 'used' });
    expect((await desk.holds()).all).toBe(100);
  });

  it('stays used after its hold expired, and until the challenge itself has', async () => {
    const desk = await openDesk(kind);
    const jti = freshId();
    const redeemedUntilMs = desk.nowMs + 960_000;
    await desk.hold({ jti, redeemedUntilMs });
    desk.pass(120_000);
    expect(await desk.admit({ jti, redeemedUntilMs })).toEqual({ kind: 'used' });
    desk.almostPass(840_000 - kind.slackMs);
    expect(await desk.admit({ jti, redeemedUntilMs })).toEqual({ kind: 'used' });
    desk.passTheRest();
    expect(await desk.admit({ jti, redeemedUntilMs })).toEqual({ kind: 'forgotten' });
  });

  it('is used with another number, device or price as well', async () => {
    const desk = await openDesk(kind);
    const jti = freshId();
    await desk.hold({ jti, number: 'n', device: 'd', idempotency: 'a' });
    expect(await desk.admit({ jti, number: 'm', device: 'e', microUsd: 1 })).toEqual({ kind: 'used' });
  });

  it('is a mismatch with another key', async () => {
    const desk = await openDesk(kind);
    const jti = freshId();
    await desk.hold({ jti, idempotency: 'a' });
    expect(await desk.admit({ jti, idempotency: 'b' })).toEqual({ kind: 'mismatch' });
    expect((await desk.holds()).all).toBe(100);
  });

  it('gives the same permit again for the same key, with its state and tier, and counts it once', async () => {
    const desk = await openDesk(kind);
    const first = desk.claimOf({ idempotency: 'a', number: 'n', device: 'd' });
    const choices = [choice(ROOMY[0]!.meters, 'warm')];
    const granted = await desk.store.admit(first, choices);
    const { pid } = first.permit;
    const again = async (state: string) => {
      const { heldUntilMs } = granted as Extract<typeof granted, { kind: 'granted' }>;
      // Neither the number's spacing nor a full pool stands in the way of a permit that was given already.
      const result = await desk.admit({ jti: first.jti, idempotency: 'a', number: 'n', device: 'd' }, NO_ROOM);
      const resendAfterMs = expect.any(Number) as number;
      expect(result).toEqual({
        kind: 'repeated',
        permit: first.permit,
        state,
        tier: 'warm',
        heldUntilMs,
        resendAfterMs,
      });
    };
    await again('held');
    await desk.claim(pid);
    await again('claimed');
    await desk.settle(pid, 'accepted');
    await again('accepted');
    desk.pass(600_000);
    await again('accepted');
    expect((await desk.holds()).all).toBe(100);
  });

  it('gives the permit of a text that failed as well, as failed', async () => {
    const desk = await openDesk(kind);
    const jti = freshId();
    const pid = await desk.claimed({ jti, idempotency: 'a' });
    await desk.settle(pid, 'failed');
    const result = await desk.admit({ jti, idempotency: 'a' });
    expect(result).toMatchObject({ kind: 'repeated', permit: { pid }, state: 'failed' });
  });

  it('is judged anew with the same key once its hold expired unclaimed', async () => {
    const desk = await openDesk(kind);
    const jti = freshId();
    const first = await desk.hold({ jti, idempotency: 'a', number: 'n' });
    desk.almostPass(120_000);
    expect(await desk.admit({ jti, idempotency: 'a', number: 'n' })).toMatchObject({ kind: 'repeated' });
    desk.passTheRest();
    expect(await desk.admit({ jti, idempotency: 'b', number: 'n' })).toEqual({ kind: 'mismatch' });
    expect(await desk.admit({ jti, idempotency: 'a', number: 'n' }, NO_ROOM)).toMatchObject({ kind: 'full' });
    const second = await desk.hold({ jti, idempotency: 'a', number: 'n' });
    expect(second).not.toBe(first);
    expect(await desk.claim(first)).toEqual({ kind: 'permit-expired' });
    expect(await desk.claim(second)).toMatchObject({ kind: 'claimed' });
    expect(await desk.admit({ jti, idempotency: 'a' })).toMatchObject({ kind: 'repeated', permit: { pid: second } });
  });
});

describe.each(EVERY_KIND)('a right token that $name did not admit', (kind) => {
  it('may be presented five times in all', async () => {
    const desk = await openDesk(kind);
    const jti = freshId();
    for (let turn = 0; turn < 5; turn++) expect(await desk.admit({ jti }, NO_ROOM)).toMatchObject({ kind: 'full' });
    for (let turn = 0; turn < 2; turn++) expect(await desk.admit({ jti })).toEqual({ kind: 'used' });
    expect(await desk.admit({ jti, idempotency: 'a' })).toEqual({ kind: 'used' });
    expect((await desk.holds()).all).toBe(0);
  });

  it('may be admitted the fifth time', async () => {
    const desk = await openDesk(kind);
    const jti = freshId();
    for (let turn = 0; turn < 4; turn++) await desk.admit({ jti }, NO_ROOM);
    expect(await desk.admit({ jti })).toMatchObject({ kind: 'granted' });
    expect(await desk.admit({ jti })).toEqual({ kind: 'used' });
  });

  it('may come with another key each time: only what was granted is bound to one', async () => {
    const desk = await openDesk(kind);
    const jti = freshId();
    expect(await desk.admit({ jti, idempotency: 'a' }, NO_ROOM)).toMatchObject({ kind: 'full' });
    expect(await desk.admit({ jti, idempotency: 'b' })).toMatchObject({ kind: 'granted' });
    expect(await desk.admit({ jti, idempotency: 'a' })).toEqual({ kind: 'mismatch' });
  });

  it('is counted for every kind of refusal', async () => {
    const desk = await openDesk(kind);
    const jti = freshId();
    await desk.sent({ number: 'n' });
    for (const number of ['a', 'b']) await desk.hold({ device: 'busy', number });
    expect(await desk.admit({ jti, number: 'n' })).toMatchObject({ kind: 'spaced' });
    expect(await desk.admit({ jti, device: 'busy' })).toMatchObject({ kind: 'device-full' });
    expect(await desk.admit({ jti }, [])).toMatchObject({ kind: 'closed' });
    for (let turn = 0; turn < 2; turn++) expect(await desk.admit({ jti }, NO_ROOM)).toMatchObject({ kind: 'full' });
    expect(await desk.admit({ jti })).toEqual({ kind: 'used' });
  });

  it('is not counted twice for the second call of one presentation', async () => {
    const desk = await openDesk(kind);
    const jti = freshId();
    for (let turn = 0; turn < 5; turn++) {
      expect(await desk.admit({ jti }, NO_ROOM)).toMatchObject({ kind: 'full' });
      expect(await desk.admit({ jti, isSecondCall: true }, NO_ROOM)).toMatchObject({ kind: 'full' });
    }
    expect(await desk.admit({ jti })).toEqual({ kind: 'used' });
  });

  it('is admitted by the second call of the fifth presentation', async () => {
    const desk = await openDesk(kind);
    const jti = freshId();
    for (let turn = 0; turn < 5; turn++) await desk.admit({ jti }, NO_ROOM);
    expect(await desk.admit({ jti, isSecondCall: true })).toMatchObject({ kind: 'granted' });
    expect(await desk.admit({ jti, isSecondCall: true })).toEqual({ kind: 'used' });
  });

  it('may be presented five times in all, also where it was admitted before and its hold expired', async () => {
    const desk = await openDesk(kind);
    const asked = { jti: freshId(), idempotency: 'a', redeemedUntilMs: desk.nowMs + 960_000 };
    await desk.hold(asked);
    desk.pass(120_000);
    const kinds: string[] = [];
    for (let turn = 0; turn < 7; turn++) kinds.push((await desk.admit(asked, NO_ROOM)).kind);
    expect(kinds.slice(5)).toEqual(['used', 'used']);
  });
});
