import { createHash } from 'node:crypto';
import { LIMITS, readSignals, SIGNAL_NAMES } from '@tollgate/core';
import { describe, expect, it } from 'vitest';
import { collectSignals } from '../src/signals/collect-signals.js';
import type { SignalContext } from '../src/signals/signal-source.js';
import { SIGNAL_SOURCES } from '../src/signals/signal-sources.js';
import { VendorBlocked } from '../src/signals/vendor-blocked.js';
import { sha256 } from './challenge-server.js';

const never = () => new Promise<never>(() => undefined);
const fail = () => Promise.reject(new Error('broken'));
const blocked = () => Promise.reject(new VendorBlocked('blocked'));

function contextWith(further: Partial<SignalContext> = {}): SignalContext {
  return {
    site: 'shop',
    navigator: { languages: ['de-DE', 'en'], hardwareConcurrency: 8, maxTouchPoints: 0, webdriver: false },
    vendor: {
      readVisitor: async () => ({ visitorId: 'abc', confidence: 0.71234 }),
      readBot: async () => ({ bot: true, kind: 'headless_chrome' }),
    },
    interactions: () => ({ keys: 11, pointer: 2, pastes: 0 }),
    now: () => 1_234.5,
    sha256,
    ...further,
  };
}

const collect = (further?: Partial<SignalContext>) => collectSignals(SIGNAL_SOURCES, contextWith(further), 20);

describe('signals', () => {
  it('of an ordinary browser are all there, in core’s shapes', async () => {
    const signals = await collect();
    expect(readSignals(signals)).toBe(signals);
    expect(Object.keys(signals)).toEqual([...SIGNAL_NAMES]);
    expect(signals).toMatchObject({
      bot: { v: { bot: true, kind: 'headless_chrome' } },
      languages: { v: ['de-DE', 'en'] },
      cores: { v: 8 },
      touch: { v: 0 },
      webdriver: { v: false },
      interactions: { v: { keys: 11, pointer: 2, pastes: 0 } },
      pageMs: { v: 1_235 },
    });
  });

  it('name the visitor by a hash that depends on the site, never by the raw id', async () => {
    const expected = createHash('sha256').update('tollgate/1 visitorshopabc').digest().subarray(0, 8);
    const signals = await collect();
    const elsewhere = await collect({ site: 'other' });
    expect(signals.visitor).toEqual({ v: { id: expected.toString('base64url'), confidence: 0.712 } });
    expect(elsewhere.visitor).not.toEqual(signals.visitor);
  });

  it('that throw, hang, are blocked or missing become data', async () => {
    const signals = await collect({ vendor: { readVisitor: never, readBot: fail }, navigator: {} });
    expect(signals).toMatchObject({
      visitor: { e: 'timeout' },
      bot: { e: 'failed' },
      languages: { e: 'unsupported' },
      cores: { e: 'unsupported' },
      touch: { e: 'unsupported' },
      webdriver: { e: 'unsupported' },
    });
    expect(readSignals(signals)).toBeDefined();
    const other = await collect({ vendor: { readVisitor: blocked, readBot: blocked } });
    expect(other).toMatchObject({ visitor: { e: 'blocked' }, bot: { e: 'blocked' } });
  });

  it('are all read at once: none waits for another to give up', async () => {
    const begun: string[] = [];
    const hang = (name: string) => () => {
      begun.push(name);
      return never();
    };
    const vendor = { readVisitor: hang('visitor'), readBot: hang('bot') };
    const reading = collectSignals(SIGNAL_SOURCES, contextWith({ vendor }), 50);
    await Promise.resolve();
    expect(begun.sort()).toEqual(['bot', 'visitor']);
    await reading;
  });

  it.each<[string, Partial<SignalContext>]>([
    ['cores of 10^9', { navigator: { hardwareConcurrency: 1e9 } }],
    ['cores that are a text', { navigator: { hardwareConcurrency: '8' as never } }],
    ['touch below zero', { navigator: { maxTouchPoints: -1 } }],
    ['languages that are no list', { navigator: { languages: 'de' as never } }],
    ['a webdriver flag that is a text', { navigator: { webdriver: 'no' as never } }],
    ['a page opened before 1970', { now: () => NaN }],
    ['negative counts', { interactions: () => ({ keys: -1, pointer: 0, pastes: 0 }) }],
    [
      'a confidence that is no number',
      { vendor: { readVisitor: async () => ({ visitorId: 'x', confidence: NaN }), readBot: fail } },
    ],
    ['a bot of no known shape', { vendor: { readVisitor: fail, readBot: async () => ({ bot: 'yes' as never }) } }],
  ])('with %s are accepted by the server, that one as failed', async (_, further) => {
    const signals = await collect(further);
    expect(readSignals(signals)).toBeDefined();
    expect(JSON.stringify(signals)).toContain('{"e":"failed"}');
  });

  it('are cut to what the wire carries', async () => {
    const languages = ['', 'x'.repeat(36), ...Array.from({ length: 50 }, (_, at) => `x-${at}`)];
    const vendor = {
      readVisitor: async () => ({ visitorId: 'x'.repeat(10_000), confidence: 7 }),
      readBot: async () => ({ bot: true, kind: 'k'.repeat(99) }),
    };
    const signals = await collect({ navigator: { languages }, vendor, now: () => 1e15 });
    expect(signals.languages).toEqual({ v: languages.slice(2, 10) });
    expect(signals.visitor).toMatchObject({ v: { confidence: 1 } });
    expect(signals.bot).toEqual({ v: { bot: true, kind: 'k'.repeat(32) } });
    expect(signals.pageMs).toEqual({ v: 2 ** 31 });
  });

  it('too long together give up the longest, not all', async () => {
    // Each character takes three bytes, so that eight tags that fit one by one do not fit together.
    const languages = Array.from({ length: 8 }, () => '語'.repeat(35));
    const signals = await collect({ navigator: { languages, hardwareConcurrency: 8 } });
    const bytes = new TextEncoder().encode(JSON.stringify(signals)).length;
    expect(bytes).toBeLessThanOrEqual(LIMITS.signalsMaxBytes);
    expect(signals).toMatchObject({ cores: { v: 8 } });
    if ('e' in signals.languages!) expect(signals.languages).toEqual({ e: 'failed' });
  });
});
