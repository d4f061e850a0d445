import { Router } from 'express';
import { report } from './check-code.js';
import { textField } from './form-fields.js';
import { accountPage } from './pages/account-page.js';
import { seeOther } from './see-other.js';
import { currentSession, dropCookie } from './session-cookie.js';
import { type Site } from './site.js';

/** The third page: signed in. Saving a name is the shop's "something real" that no pumped number ever does. */
export function accountRoutes(site: Site): Router {
  const router = Router();
  router.get('/account', (req, res) => {
    const account = site.accounts.find(currentSession(req, site.sessions)?.account);
    if (!account) return seeOther(res, '/');
    return res.send(accountPage({ account, inboxUrl: site.inboxUrl, saved: 'saved' in req.query }));
  });
  router.post('/account/name', async (req, res) => {
    const account = site.accounts.find(currentSession(req, site.sessions)?.account);
    if (!account) return seeOther(res, '/');
    const name = textField(req, 'name', 40);
    if (name === '') return seeOther(res, '/account');
    const isFirst = account.displayName === '';
    account.displayName = name;
    if (isFirst && account.channel === 'sms') await report(site, { phone: account.address, outcome: 'trusted' });
    return seeOther(res, '/account?saved');
  });
  router.post('/sign-out', (req, res) => {
    const session = currentSession(req, site.sessions);
    if (session) site.sessions.end(session);
    dropCookie(res);
    return seeOther(res, '/');
  });
  return router;
}
