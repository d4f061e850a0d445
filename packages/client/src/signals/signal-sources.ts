import { botSource } from './bot.js';
import { coresSource } from './cores.js';
import { interactionsSource } from './interactions.js';
import { languagesSource } from './languages.js';
import { pageMsSource } from './page-ms.js';
import type { SignalSource } from './signal-source.js';
import { timeZoneSource } from './time-zone.js';
import { touchSource } from './touch.js';
import { visitorSource } from './visitor.js';
import { webdriverSource } from './webdriver.js';

/** Every source, in the order they stand in a token. A new one is a file and a row here, and a shape in core. */
export const SIGNAL_SOURCES: readonly SignalSource[] = Object.freeze([
  visitorSource,
  botSource,
  languagesSource,
  timeZoneSource,
  coresSource,
  touchSource,
  webdriverSource,
  interactionsSource,
  pageMsSource,
]);
