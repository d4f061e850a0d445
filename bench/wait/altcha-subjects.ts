import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { create, randomInt } from 'altcha-lib/frameworks/express';
import { pathOf, type WaitSubject } from './wait-subject.js';

/** As altcha-lib's README has it under "Usage". */
const COST = 5_000;
const LEAST_COUNTER = 5_000;
const MOST_COUNTER = 10_000;

const SECRET = 's'.repeat(32);
const KEY_SECRET = 'k'.repeat(32);

const altcha = (slower: number) =>
  create({
    createChallengeParameters: () => ({
      algorithm: 'PBKDF2/SHA-256',
      cost: COST,
      counter: slower * randomInt(MOST_COUNTER, LEAST_COUNTER),
      deriveKey,
    }),
    deriveKey,
    hmacSignatureSecret: SECRET,
    hmacKeySignatureSecret: KEY_SECRET,
  });

/** A checkbox, which the person clicks: `auto` is off by default. */
export const ALTCHA: WaitSubject = {
  who: 'altcha, its default (checkbox)',
  name: 'altcha',
  difficulty: (slower) => {
    const [least, most] = [LEAST_COUNTER, MOST_COUNTER].map((counter) => (slower * counter).toLocaleString('en-US'));
    return `PBKDF2/SHA-256, cost ${COST.toLocaleString('en-US')}, counter ${least}-${most}`;
  },
  page: (slower) => parts(slower, ''),
  checkbox: 'altcha-widget label',
  waitsForVerified: true,
  serve: (app, slower) => {
    app.get(pathOf('altcha', slower), altcha(slower).challengeHandler);
  },
  accepts: async ({ altcha: payload = '' }) => {
    const { verification } = await altcha(1).verify(payload, deriveKey, SECRET, KEY_SECRET);
    return verification?.verified === true;
  },
};

/** Begins when the page is there. */
export const ALTCHA_ONLOAD: WaitSubject = {
  who: 'altcha, auto="onload"',
  name: 'altcha-onload',
  difficulty: ALTCHA.difficulty,
  page: (slower) => parts(slower, 'auto="onload"'),
  waitsForVerified: true,
  serve: () => undefined,
  accepts: ALTCHA.accepts,
};

function parts(slower: number, auto: string) {
  return {
    head: '<script async defer src="/altcha.js" type="module"></script>',
    widget: `<altcha-widget challenge="${pathOf('altcha', slower)}" ${auto} data-verified="statechange"></altcha-widget>`,
  };
}
