import { sendVerdict } from '@tollgate/server/express';
import { type Request, type Response, Router } from 'express';
import { checkCode } from './check-code.js';
import { SPENT, wrongCode } from './code-routes.js';
import { textField } from './form-fields.js';
import { readCountry } from './pages/countries.js';
import { modulePage } from './pages/module-page.js';
import { currentSession, ensureSession, giveCookie } from './session-cookie.js';
import { newNonce } from './sessions.js';
import { noticeOf } from './sign-up-routes.js';
import { type Site } from './site.js';
import { textCode, type Texted } from './text-code.js';
import { statusOf } from './verdict-status.js';

/** The same flow as a small JSON interface, for the page that never reloads. */
export function moduleRoutes(site: Site): Router {
  const router = Router();
  router.get('/module', (req, res) => {
    const session = ensureSession(req, res, site.sessions);
    res.send(modulePage({ nonce: newNonce(session), inboxUrl: site.inboxUrl }));
  });
  router.post('/api/start', async (req, res) => {
    const session = currentSession(req, site.sessions);
    const country = readCountry(textField(req, 'country', 2));
    const wish = { phone: textField(req, 'phone', 40), nonce: textField(req, 'nonce', 64), action: 'signup' } as const;
    const texted: Texted = session
      ? await textCode(req, site, { ...wish, session, ...(country && { country }) })
      : { kind: 'stale' };
    answer({ req, res, site }, texted);
  });
  router.post('/api/resend', async (req, res) => {
    const session = currentSession(req, site.sessions);
    const phone = session?.pending?.address;
    const nonce = textField(req, 'nonce', 64);
    const texted: Texted =
      session && phone !== undefined
        ? await textCode(req, site, { session, phone, nonce, action: 'resend' })
        : { kind: 'stale' };
    answer({ req, res, site }, texted);
  });
  router.post('/api/check', async (req, res) => {
    const session = currentSession(req, site.sessions);
    const checked = session ? await checkCode(session, textField(req, 'code', 16), site) : undefined;
    if (checked?.kind === 'right') {
      giveCookie(res, checked.session);
      return res.json({ signedIn: true });
    }
    const message = checked?.kind === 'wrong' ? wrongCode(checked.triesLeft) : SPENT;
    return res.status(400).json({ code: `code-${checked?.kind ?? 'spent'}`, message });
  });
  return router;
}

interface Turn {
  readonly req: Request;
  readonly res: Response;
  readonly site: Site;
}

/** A refusal goes out as the gate words it: the client on the page knows what to do with each. */
function answer({ req, res, site }: Turn, texted: Texted): void {
  const session = ensureSession(req, res, site.sessions);
  if (texted.kind === 'refused') {
    sendVerdict(res, texted.verdict);
    return;
  }
  const nonce = newNonce(session);
  const resendAfterSec = Math.max(0, Math.ceil(((session.resendAtMs ?? 0) - Date.now()) / 1_000));
  if (texted.kind === 'sent') res.json({ address: session.pending?.address, nonce, resendAfterSec });
  else res.status(statusOf(texted)).json({ code: noticeOf(texted).kind, message: noticeOf(texted).text, nonce });
}
