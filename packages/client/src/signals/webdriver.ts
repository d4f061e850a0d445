import type { SignalSource } from './signal-source.js';

/** `navigator.webdriver`: true under automation that does not hide it (WebDriver, section 4). */
export const webdriverSource: SignalSource<'webdriver'> = {
  name: 'webdriver',
  read: ({ navigator }) => navigator.webdriver,
};
