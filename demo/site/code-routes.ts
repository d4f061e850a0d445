import { type Request, type Response, Router } from 'express';
import { checkCode } from './check-code.js';
import { textField } from './form-fields.js';
import { codePage, type CodeParts } from './pages/code-page.js';
import { seeOther } from './see-other.js';
import { currentSession, giveCookie } from './session-cookie.js';
import { newNonce } from './sessions.js';
import { noticeOf } from './sign-up-routes.js';
import { type Site } from './site.js';
import { textCode } from './text-code.js';
import { statusOf } from './verdict-status.js';

/** The second page: the code comes back, or another text is asked for. */
export function codeRoutes(site: Site): Router {
  const router = Router();
  router.get('/code', (req, res) => show({ req, res, site }, {}));
  router.post('/code', async (req, res) => {
    const session = currentSession(req, site.sessions);
    if (!session) return seeOther(res, '/');
    const checked = await checkCode(session, textField(req, 'code', 16), site);
    if (checked.kind === 'right') {
      giveCookie(res, checked.session);
      return seeOther(res, '/account');
    }
    const text = checked.kind === 'wrong' ? wrongCode(checked.triesLeft) : SPENT;
    return show({ req, res: res.status(400), site }, { notice: { text, kind: checked.kind }, isInvalid: true });
  });
  router.post('/resend', async (req, res) => {
    const session = currentSession(req, site.sessions);
    if (session?.pending?.channel !== 'sms') return seeOther(res, '/');
    const nonce = textField(req, 'nonce', 64);
    // The number is the session's own: what the form says of it is for the browser's side of the gate alone.
    const texted = await textCode(req, site, { session, nonce, phone: session.pending.address, action: 'resend' });
    if (texted.kind === 'sent') return seeOther(res, texted.isLate ? '/code?late' : '/code?again');
    return show({ req, res: res.status(statusOf(texted)), site }, { notice: noticeOf(texted) });
  });
  return router;
}

export const wrongCode = (triesLeft: number) =>
  `That is not the code we sent. ${triesLeft === 1 ? 'One try is left' : `${triesLeft} tries are left`}.`;
const AGAIN = 'Another text is on its way. The newest code counts.';
const LATE = 'Your text may take a little longer than usual. If none arrives, ask again or continue by e-mail.';
export const SPENT = 'This code no longer works. Please ask for a new one.';

interface Turn {
  readonly req: Request;
  readonly res: Response;
  readonly site: Site;
}

type Extras = Pick<CodeParts, 'notice' | 'isInvalid'>;

function show({ req, res, site }: Turn, extras: Extras): Response {
  const session = currentSession(req, site.sessions);
  if (!session?.pending) return seeOther(res, session?.account === undefined ? '/' : '/account');
  const resendInSec = Math.ceil(((session.resendAtMs ?? 0) - Date.now()) / 1_000);
  const parts = { pending: session.pending, nonce: newNonce(session), inboxUrl: site.inboxUrl, resendInSec };
  return res.send(codePage({ ...parts, ...news(req), ...extras }));
}

function news(req: Request): Pick<CodeParts, 'news'> {
  if (req.method !== 'GET') return {};
  if ('late' in req.query) return { news: LATE };
  return 'again' in req.query ? { news: AGAIN } : {};
}
