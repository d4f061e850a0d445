import { type State, type StateGroup } from './state.js';

const withoutWorkers = (policy: string) => policy.replace("worker-src 'self'", "worker-src 'none'");
const withoutConnections = (policy: string) => policy.replace("connect-src 'self'", "connect-src 'none'");
const withoutWasm = (policy: string) => policy.replace(" 'wasm-unsafe-eval'", '');

/** The first file, and what it shows things with, wherever the demo is; nothing that the page asks for later. */
const FIRST_FILES = ['tollgate.js', 'tollgate-view.js'].map((name) => `http://*:*/tollgate-client/script/${name}`);
const withoutEngine = (policy: string) => policy.replace("script-src 'self'", `script-src ${FIRST_FILES.join(' ')}`);

const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'hi', 'id', 'it', 'ja', 'pt', 'tr', 'zh'] as const;

/** A million expected hashes and more: seconds, also on a fast device. */
const SLOW_P = 2 ** 18;

const ANSWERS: readonly State[] = [
  { name: 'pass', title: 'All is well', sees: 'Nothing. The form goes as if there were no check.' },
  {
    name: 'slow',
    title: 'A wait that is noticed',
    sees: 'After the button a bar and a sentence, until the proof is done.',
    p: SLOW_P,
  },
  {
    name: 'work',
    title: 'More work is asked',
    sees: 'The form comes back; the page does the rest of the work, and the next press goes through.',
    gate: 'test-work',
  },
  {
    name: 'delay',
    title: 'Too soon',
    sees: 'How long to wait, counted down, and the way by e-mail for who would rather not.',
    gate: 'test-delay',
  },
  {
    name: 'step-up',
    title: 'No text now',
    sees: 'The other ways: e-mail, and a text to the shop.',
    gate: 'test-step-up',
  },
  { name: 'deny', title: 'Never a text', sees: 'That no code goes to this number.', gate: 'test-deny' },
  {
    name: 'spent',
    title: 'A token used twice',
    sees: 'That the form is to be sent again. The next press makes a new token.',
    gate: 'test-spent',
  },
  {
    name: 'too-many',
    title: 'Too many from one network',
    sees: 'The form goes without a token, and comes back with the other ways.',
    isTurnedAway: true,
  },
  {
    name: 'resend',
    title: 'Another text',
    sees: 'A countdown; the proof is made meanwhile.',
    attributes: { 'data-resend-in': '30' },
  },
];

const SURROUNDINGS: readonly State[] = [
  {
    name: 'no-worker',
    title: 'no workers',
    sees: 'Nothing: the page itself solves, in slices.',
    policy: withoutWorkers,
  },
  {
    name: 'no-wasm',
    title: 'no WebAssembly',
    sees: 'Nothing, or a bar for some seconds: plain JavaScript solves.',
    policy: withoutWasm,
  },
  {
    name: 'neither',
    title: 'neither of them',
    sees: 'A bar for some seconds: the page solves in plain JavaScript.',
    policy: (policy) => withoutWasm(withoutWorkers(policy)),
  },
  {
    name: 'no-indexed-db',
    title: 'no IndexedDB',
    sees: 'Nothing. The device has no history then, and counts as a stranger’s.',
    first: 'without-indexed-db.js',
  },
  {
    name: 'no-web-crypto',
    title: 'no WebCrypto, as on a page without https',
    sees: 'A sentence that says so, and the other ways. The form goes without a token.',
    first: 'without-web-crypto.js',
  },
  {
    name: 'no-engine',
    title: 'a file that does not arrive',
    sees: 'The form goes without a token, and comes back with the other ways.',
    policy: withoutEngine,
  },
  {
    name: 'endpoint-away',
    title: 'no way to the gate',
    sees: 'The form goes without a token, and comes back with the other ways.',
    attributes: { 'data-tollgate': '/states/nowhere' },
  },
  {
    name: 'offline',
    title: 'no network',
    sees: 'A sentence and a button to try again. The form stays, with what was typed.',
    policy: withoutConnections,
    first: 'offline.js',
  },
  {
    name: 'no-script',
    title: 'no JavaScript',
    sees: 'A line above the button that names the way by e-mail. The form goes without a token.',
    policy: (policy) => `${policy}; sandbox allow-forms allow-same-origin allow-top-navigation`,
  },
  {
    name: 'trusted-types',
    title: 'a page that demands Trusted Types',
    sees: 'Nothing: the policy “tollgate” is named in the page’s own.',
    policy: (policy) => `${policy}; require-trusted-types-for 'script'; trusted-types tollgate`,
  },
];

const LOOKS: readonly State[] = [
  {
    name: 'always',
    title: 'Always there',
    sees: 'A line from the start on, for sites that want to show it.',
    attributes: { 'data-appearance': 'always' },
  },
  {
    name: 'compact',
    title: 'Compact',
    sees: 'The same line, smaller.',
    attributes: { 'data-appearance': 'always', 'data-size': 'compact' },
  },
  {
    name: 'light',
    title: 'Light, whatever the device says',
    sees: 'A countdown in light colours.',
    attributes: { 'data-theme': 'light', 'data-resend-in': '90' },
  },
  {
    name: 'dark',
    title: 'Dark, whatever the device says',
    sees: 'A countdown in dark colours.',
    attributes: { 'data-theme': 'dark', 'data-resend-in': '90' },
  },
];

const IN_LANGUAGES: readonly State[] = LANGUAGES.map((lang) => ({
  name: `in-${lang}`,
  title: new Intl.DisplayNames(lang, { type: 'language' }).of(lang) ?? lang,
  sees: `A countdown in ${new Intl.DisplayNames('en', { type: 'language' }).of(lang)}.`,
  lang,
  attributes: { 'data-resend-in': '45' },
}));

export const STATE_GROUPS: readonly StateGroup[] = [
  { title: 'What the gate may answer', states: ANSWERS },
  { title: 'What a visitor with … sees', states: SURROUNDINGS },
  { title: 'Looks', states: LOOKS },
  { title: 'Languages', states: IN_LANGUAGES },
];

export const findState = (name: string) =>
  STATE_GROUPS.flatMap(({ states }) => states).find((state) => state.name === name);
