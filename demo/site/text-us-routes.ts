import { type Request, type Response, Router } from 'express';
import { type Notice } from './pages/notice.js';
import { textUsPage } from './pages/text-us-page.js';
import { seeOther } from './see-other.js';
import { currentSession, giveCookie } from './session-cookie.js';
import { type Invited, type Session } from './sessions.js';
import { type Site } from './site.js';

const WAIT: Notice = { text: 'Your text has not arrived yet. Give it a few seconds.', kind: 'inbound-pending' };
const ANEW: Notice = {
  text: 'This secret is no longer good. Please begin again with your number.',
  kind: 'inbound-expired',
  offerMail: true,
};
const TAKEN: Notice = {
  text: 'There is an account with this number already. A text from a number does not sign anybody in.',
  kind: 'taken',
  offerMail: true,
};

/** The last way: the person texts the shop. For new accounts alone, since a sender's number can be forged. */
export function textUsRoutes(site: Site): Router {
  const router = Router();
  router.get('/text-us', (req, res) => {
    const invited = currentSession(req, site.sessions)?.invited;
    return invited ? show(res, site, { invited }) : seeOther(res, '/');
  });
  router.post('/text-us', async (req, res) => {
    const session = currentSession(req, site.sessions);
    return session?.invited ? finish({ req, res, site }, session, session.invited) : seeOther(res, '/');
  });
  return router;
}

interface Turn {
  readonly req: Request;
  readonly res: Response;
  readonly site: Site;
}

async function finish({ res, site }: Turn, session: Session, invited: Invited): Promise<Response> {
  const { invitation, phone, country } = invited;
  const taken = await site.gate.takeInbound({ ticket: invitation.ticket, action: 'signup', phone, country });
  if (!taken.ok) {
    const notice = taken.code === 'inbound-pending' ? WAIT : ANEW;
    return show(res.status(409), site, { invited, notice });
  }
  delete session.invited;
  const number = taken.value.phone;
  if (site.accounts.hasNumber(number)) return show(res.status(409), site, { invited, notice: TAKEN });
  giveCookie(res, site.sessions.signIn(session, site.accounts.open({ channel: 'inbound', address: number })));
  return seeOther(res, '/account');
}

function show(res: Response, { inboxUrl }: Site, parts: { readonly invited: Invited; readonly notice?: Notice }) {
  return res.send(textUsPage({ ...parts, inboxUrl }));
}
