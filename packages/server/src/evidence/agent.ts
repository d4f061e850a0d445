import Bowser from 'bowser';
import { isbot } from 'isbot';
import { RecentMap } from '../recent-map.js';

/** What a `User-Agent` header says of the browser that sent it. */
export interface Agent {
  readonly system: 'windows' | 'macos' | 'linux' | 'android' | 'ios' | 'chrome-os' | undefined;
  readonly isMobile: boolean;
  /** Of the Chromium family, whose browsers alone send client hints. */
  readonly isChromium: boolean;
  /** A browser that says it is driven, a crawler, or a program that is no browser. */
  readonly isAutomated: boolean;
}

const SYSTEMS: Readonly<Record<string, Agent['system']>> = {
  Windows: 'windows',
  macOS: 'macos',
  Linux: 'linux',
  Android: 'android',
  iOS: 'ios',
  'Chrome OS': 'chrome-os',
};

/** Reading one takes some 20 µs, and people have few kinds of browsers. */
const recent = new RecentMap<Agent>(1_000);

/** Reads a `User-Agent` of bounded length. */
export function agentOf(text: string): Agent {
  const known = recent.get(text);
  if (known) return known;
  const { os, platform, engine } = Bowser.parse(text);
  const agent: Agent = Object.freeze({
    system: SYSTEMS[os.name ?? ''],
    isMobile: platform.type === 'mobile',
    // The library takes Edge for Android for the older Edge, which had an engine of its own.
    isChromium: engine.name === 'Blink' || /\bEdgA\//.test(text),
    isAutomated: isbot(text),
  });
  recent.set(text, agent);
  return agent;
}
