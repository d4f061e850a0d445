import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventHub } from '../src/browser/event-hub.js';
import { TollgateError, type TollgateErrorCode } from '../src/tollgate-error.js';
import { Presenter } from '../src/widget/presenter.js';
import type { Situation } from '../src/widget/situation.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A presenter, what it showed, and a hub in place of a client. */
function present() {
  const client = new EventHub();
  const shown: Situation[] = [];
  const stop = new AbortController();
  const presenter = new Presenter({ client, show: (situation) => shown.push(situation), signal: stop.signal });
  const fail = (code: TollgateErrorCode, retryAfterSec?: number) =>
    client.emit('error', { error: new TollgateError(code, '', { retryAfterSec }) });
  const token = () => client.emit('token', { token: 'a.b.c', expiresInSec: 800 });
  const kinds = () => shown.map(({ kind }) => kind);
  return { client, shown, presenter, fail, token, kinds, stop: () => stop.abort() };
}

const wait = (sec: number, again = false): Situation => ({
  kind: 'wait',
  untilMs: performance.now() + 1_000 * sec,
  again,
  ways: [],
});
const textUs = (sec: number) => ({
  number: '+12025550100',
  secret: 'ABCD',
  untilMs: performance.now() + 1_000 * sec,
});

describe('a wait for a token', () => {
  it('that nobody notices shows nothing', () => {
    const { presenter, token, kinds } = present();
    presenter.held();
    vi.advanceTimersByTime(399);
    token();
    presenter.released();
    vi.advanceTimersByTime(60_000);
    expect(kinds()).toEqual([]);
  });

  it('that is noticed shows what is found, and that it is over', () => {
    const { presenter, client, shown, token } = present();
    client.emit('progress', { pieces: 2, of: 8 });
    presenter.held();
    vi.advanceTimersByTime(400);
    client.emit('progress', { pieces: 3, of: 8 });
    token();
    presenter.released();
    expect(shown).toEqual([
      { kind: 'checking', found: 2, of: 8, more: false },
      { kind: 'checking', found: 3, of: 8, more: false },
      { kind: 'done' },
    ]);
  });

  it('for more work than usual is shown at once, and says so', () => {
    const { presenter, client, shown } = present();
    client.emit('progress', { pieces: 0, of: 8 });
    client.emit('progress', { pieces: 8, of: 32 });
    presenter.held();
    expect(shown).toEqual([{ kind: 'checking', found: 8, of: 32, more: true }]);
  });

  it('of two callers is over with the second, and none is left checking', () => {
    const { presenter, kinds } = present();
    presenter.held();
    vi.advanceTimersByTime(100);
    presenter.held();
    vi.advanceTimersByTime(400);
    presenter.released();
    expect(kinds()).toEqual(['checking']);
    presenter.released();
    expect(kinds()).toEqual(['checking', 'done']);
    vi.advanceTimersByTime(60_000);
    expect(kinds()).toEqual(['checking', 'done', 'idle']);
  });

  it('of two callers that nobody notices shows nothing afterwards', () => {
    const { presenter, kinds } = present();
    presenter.held();
    presenter.held();
    presenter.released();
    presenter.released();
    vi.advanceTimersByTime(60_000);
    expect(kinds()).toEqual([]);
  });

  it('goes on before people’s eyes where another number is typed meanwhile', () => {
    const { presenter, kinds } = present();
    presenter.held();
    presenter.clear();
    expect(kinds()).toEqual([]);
    vi.advanceTimersByTime(400);
    presenter.clear();
    expect(kinds()).toEqual(['checking']);
  });
});

describe('a failure', () => {
  it('in the background is not shown before somebody waits', () => {
    const { presenter, fail, kinds } = present();
    fail('network-failed');
    expect(kinds()).toEqual([]);
    presenter.held();
    fail('network-failed');
    presenter.released();
    expect(presenter.situation).toEqual({ kind: 'problem', problem: 'offline', code: 'network-failed' });
  });

  it('in the background is forgotten once a token was made after all', () => {
    const { presenter, fail, token, kinds } = present();
    presenter.held();
    fail('network-failed');
    token();
    presenter.released();
    expect(kinds()).toEqual([]);
  });

  it('is taken away by the next submit that succeeds', () => {
    const { presenter, fail, token, kinds } = present();
    presenter.held();
    fail('network-failed');
    presenter.released();
    presenter.held();
    token();
    presenter.released();
    expect(kinds()).toEqual(['problem', 'idle']);
  });

  it('of a page without WebCrypto is shown at once, and typing does not take it away', () => {
    const { presenter, fail, kinds } = present();
    fail('crypto-unavailable');
    presenter.clear();
    expect(kinds()).toEqual(['problem']);
    expect(presenter.situation).toMatchObject({ problem: 'insecure' });
  });

  it('that passes by itself says so when it has', () => {
    const { presenter, fail, kinds } = present();
    presenter.held();
    fail('try-later', 20);
    presenter.released();
    vi.advanceTimersByTime(19_999);
    expect(kinds()).toEqual(['problem']);
    vi.advanceTimersByTime(1);
    expect(kinds()).toEqual(['problem', 'ready']);
  });
});

describe('what the server answered', () => {
  it('is shown, and a wait passes', () => {
    const { presenter, kinds } = present();
    presenter.answered(wait(30));
    vi.advanceTimersByTime(30_000);
    expect(kinds()).toEqual(['wait', 'ready']);
  });

  it('is taken away by another number', () => {
    const { presenter, kinds } = present();
    for (const situation of [wait(30), { kind: 'denied' }, { kind: 'other-ways', ways: ['email'] }] as Situation[]) {
      presenter.answered(situation);
      presenter.clear();
    }
    vi.advanceTimersByTime(60_000);
    expect(kinds()).toEqual(['wait', 'idle', 'denied', 'idle', 'other-ways', 'idle']);
  });

  it('is of one number: where another is typed, nobody waits', () => {
    const { presenter, kinds } = present();
    presenter.answered(wait(30, true));
    presenter.clear();
    expect(kinds()).toEqual(['wait', 'idle']);
  });

  it('replaces an earlier answer with its time', () => {
    const { presenter, kinds } = present();
    presenter.answered(wait(10));
    presenter.answered({ kind: 'denied' });
    vi.advanceTimersByTime(60_000);
    expect(kinds()).toEqual(['wait', 'denied']);
  });

  it('no longer asks for a text that would come too late', () => {
    const { presenter, shown } = present();
    presenter.answered({ kind: 'other-ways', ways: ['email', 'inbound'], textUs: textUs(300) });
    vi.advanceTimersByTime(300_000);
    expect(shown.at(-1)).toEqual({ kind: 'other-ways', ways: ['email', 'inbound'], textUs: undefined });
  });

  it('counts a wait on where the text beside it would come too late', () => {
    const { presenter, kinds } = present();
    presenter.answered({ ...wait(600), textUs: textUs(300) } as Situation);
    vi.advanceTimersByTime(300_000);
    expect(presenter.situation).toMatchObject({ kind: 'wait', textUs: undefined });
    vi.advanceTimersByTime(300_000);
    expect(kinds()).toEqual(['wait', 'wait', 'ready']);
  });
});

it('a token that expired is not called checked any more', () => {
  const { presenter, kinds } = present();
  presenter.held();
  vi.advanceTimersByTime(400);
  presenter.released();
  presenter.expired();
  expect(kinds()).toEqual(['checking', 'done', 'idle']);
});

it('nothing is shown, and no clock runs, once it is stopped', () => {
  const { presenter, client, fail, kinds, stop } = present();
  presenter.answered(wait(30));
  presenter.held();
  stop();
  fail('crypto-unavailable');
  client.emit('progress', { pieces: 1, of: 8 });
  expect(vi.getTimerCount()).toBe(0);
  expect(kinds()).toEqual(['wait']);
});
