import { type Request, type Response, Router } from 'express';
import { textField } from './form-fields.js';
import { readCountry } from './pages/countries.js';
import { type Notice } from './pages/notice.js';
import { signUpPage } from './pages/sign-up-page.js';
import { isTyping, MISTYPED, NOT_SENT, refusalNotice, STALE } from './refusal-notice.js';
import { seeOther } from './see-other.js';
import { currentSession, ensureSession } from './session-cookie.js';
import { newNonce } from './sessions.js';
import { type Site } from './site.js';
import { statusOf } from './verdict-status.js';
import { textCode, type Texted } from './text-code.js';

/** The first page: a number goes in, a text goes out or the page says why not. */
export function signUpRoutes(site: Site): Router {
  const router = Router();
  router.get('/', (req, res) => {
    const session = ensureSession(req, res, site.sessions);
    if (session.account !== undefined) return seeOther(res, '/account');
    return res.send(signUpPage({ nonce: newNonce(session), inboxUrl: site.inboxUrl }));
  });
  router.post('/sign-up', async (req, res) => {
    const session = currentSession(req, site.sessions);
    const phone = textField(req, 'phone', 40);
    const country = readCountry(textField(req, 'country', 2));
    const nonce = textField(req, 'nonce', 64);
    const wish = { phone, nonce, action: 'signup', ...(country && { country }) } as const;
    const texted: Texted = session ? await textCode(req, site, { ...wish, session }) : { kind: 'stale' };
    if (texted.kind === 'sent') return seeOther(res, texted.isLate ? '/code?late' : '/code');
    return showAgain({ req, res, site }, texted);
  });
  return router;
}

interface Turn {
  readonly req: Request;
  readonly res: Response;
  readonly site: Site;
}

/** The page once more, with what was typed still in it and a nonce of its own. */
function showAgain({ req, res, site }: Turn, texted: Exclude<Texted, { kind: 'sent' }>): Response {
  const session = ensureSession(req, res, site.sessions);
  const isInvalid = texted.kind === 'mistyped' || (texted.kind === 'refused' && isTyping(texted.verdict));
  return res.status(statusOf(texted)).send(
    signUpPage({
      nonce: newNonce(session),
      inboxUrl: site.inboxUrl,
      phone: textField(req, 'phone', 40),
      country: textField(req, 'country', 2),
      notice: noticeOf(texted),
      isInvalid,
    }),
  );
}

export function noticeOf(texted: Exclude<Texted, { kind: 'sent' }>): Notice {
  if (texted.kind === 'refused') return refusalNotice(texted.verdict);
  return { stale: STALE, mistyped: MISTYPED, failed: NOT_SENT }[texted.kind];
}
