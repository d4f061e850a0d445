import { pathOf, type WaitSubject } from './wait-subject.js';

export const BASE_P = 2 ** 15;

/** The form as the README shows it. */
export const TOLLGATE: WaitSubject = {
  who: 'Tollgate, script tag',
  name: 'tollgate',
  difficulty: (slower) => `hashwx-1, k = 8, p = ${BASE_P.toLocaleString('en-US')}${slower > 1 ? ` × ${slower}` : ''}`,
  page: (slower) => ({
    head: '<script src="/tollgate-client/tollgate.js" async defer></script>',
    form: `data-tollgate="${pathOf('tollgate', slower)}" data-action="signup" data-country="US"`,
  }),
  // Its gates are the site's.
  serve: () => undefined,
  accepts: ({ 'tollgate-token': token = '' }) => token.split('.').length === 3,
};

/** Without FingerprintJS and BotD. */
export const TOLLGATE_NO_SIGNALS: WaitSubject = {
  ...TOLLGATE,
  who: 'Tollgate, signals off',
  name: 'tollgate-no-signals',
  page: (slower) => {
    const { head = '', form = '' } = TOLLGATE.page(slower);
    return { head, form: `${form} data-signals="off"` };
  },
};

/** The same page with no check at all. */
export const NOTHING: WaitSubject = {
  who: 'the page alone',
  name: 'nothing',
  difficulty: () => 'none',
  page: () => ({}),
  serve: () => undefined,
  accepts: () => true,
};
