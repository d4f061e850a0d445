import { describe, expect, it } from 'vitest';
import { type Agent, agentOf } from '../src/evidence/agent.js';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const ANDROID =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36';
const EDGE_ANDROID = `${ANDROID} EdgA/131.0.0.0`;
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
const FIREFOX_MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0';
const CHROMEBOOK =
  'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

describe('a User-Agent', () => {
  it.each<[text: string, agent: Partial<Agent>]>([
    [CHROME, { system: 'windows', isMobile: false, isChromium: true, isAutomated: false }],
    [ANDROID, { system: 'android', isMobile: true, isChromium: true, isAutomated: false }],
    [EDGE_ANDROID, { system: 'android', isMobile: true, isChromium: true, isAutomated: false }],
    [IPHONE, { system: 'ios', isMobile: true, isChromium: false, isAutomated: false }],
    [FIREFOX_MAC, { system: 'macos', isMobile: false, isChromium: false, isAutomated: false }],
    [CHROMEBOOK, { system: 'chrome-os', isMobile: false, isChromium: true, isAutomated: false }],
    ['curl/8.5.0', { system: undefined, isMobile: false, isChromium: false, isAutomated: true }],
  ])('%s is read', (text, agent) => {
    expect(agentOf(text)).toMatchObject(agent);
  });

  it('is read once, however often it comes', () => {
    expect(agentOf(`${CHROME} once`)).toBe(agentOf(`${CHROME} once`));
  });
});
