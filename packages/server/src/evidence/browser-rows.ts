import type { Agent } from './agent.js';
import type { EvidenceRow } from './evidence-row.js';

const webdriverOn: EvidenceRow = {
  name: 'webdriver-on',
  weight: 'automation',
  cause: 'browser',
  sentence: 'The browser says that a program drives it (navigator.webdriver).',
  notice: ({ signals }) => (signals.webdriver === true ? [true] : undefined),
};

const botDetected: EvidenceRow = {
  name: 'bot-detected',
  weight: 'automation',
  cause: 'browser',
  sentence: 'BotD recognises automation.',
  notice: ({ signals: { bot } }) => (bot?.bot === true ? [bot.kind ?? 'unnamed'] : undefined),
};

const HEADLESS = /Headless/i;

const agentAutomated: EvidenceRow = {
  name: 'agent-automated',
  weight: 'automation',
  cause: 'browser',
  sentence: 'The headers name a browser without a window, a crawler, or a program that is no browser.',
  notice: ({ agent, header }) => {
    const brands = header('sec-ch-ua') ?? '';
    return agent?.isAutomated === true || HEADLESS.test(brands) ? [header('user-agent')] : undefined;
  },
};

/** Names of systems in `Sec-CH-UA-Platform` (User-Agent Client Hints, section 3.8), and those of the header. */
const PLATFORMS: Readonly<Record<string, readonly Agent['system'][]>> = {
  Windows: ['windows'],
  macOS: ['macos'],
  // Whoever asks for a desktop's page on a phone says Linux in one of the two.
  Linux: ['linux', 'android'],
  Android: ['android', 'linux'],
  'Chrome OS': ['chrome-os', 'linux'],
  'Chromium OS': ['chrome-os', 'linux'],
  iOS: ['ios', 'macos'],
};

const hintsContradict: EvidenceRow = {
  name: 'hints-contradict',
  weight: 'contradiction',
  cause: 'browser',
  sentence: 'The client hints name another browser or system than the User-Agent.',
  notice: ({ agent, header }) => {
    const brands = header('sec-ch-ua');
    if (!agent || brands === undefined) return undefined;
    const platform = header('sec-ch-ua-platform')?.replaceAll('"', '') ?? '';
    const isOther = Object.hasOwn(PLATFORMS, platform) && !PLATFORMS[platform]!.includes(agent.system);
    return isOther || !agent.isChromium ? [brands, platform, header('user-agent')] : undefined;
  },
};

const languagesContradict: EvidenceRow = {
  name: 'languages-contradict',
  weight: 'contradiction',
  cause: 'browser',
  sentence: 'The page is told other languages than the Accept-Language header.',
  notice: ({ signals: { languages }, header }) => {
    const accepted = header('accept-language');
    if (!languages?.length || accepted === undefined) return undefined;
    const first = primaryOf(accepted.split(/[,;]/, 1)[0]!);
    // `*` accepts any; browsers never send it, proxies may.
    return first === '*' || languages.some((tag) => primaryOf(tag) === first) ? undefined : [languages, accepted];
  },
};

/** The language itself, without script and region. */
function primaryOf(tag: string): string {
  return tag.split('-', 1)[0]!.trim().toLowerCase();
}

const touchMissing: EvidenceRow = {
  name: 'touch-missing',
  weight: 'doubt',
  cause: 'browser',
  sentence: 'The browser of a phone has no touch screen.',
  notice: ({ signals: { touch }, agent, header }) => {
    const isMobile = agent?.isMobile === true || header('sec-ch-ua-mobile') === '?1';
    return isMobile && touch === 0 ? [touch, header('user-agent')] : undefined;
  },
};

const headersMissing: EvidenceRow = {
  name: 'headers-missing',
  weight: 'doubt',
  cause: 'browser',
  sentence: 'Headers that every browser sends are missing (User-Agent, Accept-Language).',
  notice: ({ isWeb, hasHeaders, header }) => {
    const present = [header('user-agent') !== undefined, header('accept-language') !== undefined];
    return isWeb && hasHeaders && present.includes(false) ? present : undefined;
  },
};

/** What a browser says of itself, in its headers and in its page. */
export const BROWSER_ROWS: readonly EvidenceRow[] = [
  webdriverOn,
  botDetected,
  agentAutomated,
  hintsContradict,
  languagesContradict,
  touchMissing,
  headersMissing,
];
