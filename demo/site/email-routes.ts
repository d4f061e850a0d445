import { Router } from 'express';
import { newCode } from './codes.js';
import { textField } from './form-fields.js';
import { emailPage } from './pages/email-page.js';
import { seeOther } from './see-other.js';
import { ensureSession } from './session-cookie.js';
import { type Session } from './sessions.js';
import { type Site } from './site.js';

const MAILS_A_SESSION = 5;
const MAILS_AN_HOUR = 200;
const ADDRESS = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,185}\.[^\s@<>".]{2,63}$/;

/** The other way in, for whoever is not texted. Bounded too: an e-mail costs nothing, but nobody wants a thousand. */
export function emailRoutes(site: Site): Router {
  const { inboxUrl } = site;
  const router = Router();
  const isWithinHour = hourlyBound(MAILS_AN_HOUR);
  router.get('/email', (_req, res) => res.send(emailPage({ inboxUrl })));
  router.post('/email', async (req, res) => {
    const email = textField(req, 'email', 254);
    if (!ADDRESS.test(email)) {
      const notice = { text: 'Please enter an e-mail address, such as ada@example.com.' };
      return res.status(400).send(emailPage({ inboxUrl, email, notice, isInvalid: true }));
    }
    const session = ensureSession(req, res, site.sessions);
    if (session.mails >= MAILS_A_SESSION || !isWithinHour()) {
      const notice = { text: 'That were too many e-mails. Please try again in an hour.' };
      return res.status(429).send(emailPage({ inboxUrl, email, notice }));
    }
    if (await mailCode(session, email, site)) return seeOther(res, '/code');
    const notice = { text: 'We could not send an e-mail just now. Please try again.' };
    return res.status(502).send(emailPage({ inboxUrl, email, notice }));
  });
  return router;
}

async function mailCode(session: Session, email: string, { codes, mailer }: Site): Promise<boolean> {
  session.mails += 1;
  const code = newCode();
  try {
    await mailer({
      to: email,
      subject: 'Your code',
      text: `${code} is your Corner Shop code. It works for 5 minutes.`,
    });
  } catch {
    return false;
  }
  session.pending = codes.keep(code, { channel: 'mail', address: email });
  return true;
}

function hourlyBound(limit: number): () => boolean {
  let hour = 0;
  let count = 0;
  return () => {
    const now = Math.floor(Date.now() / 3_600_000);
    if (now !== hour) [hour, count] = [now, 0];
    count += 1;
    return count <= limit;
  };
}
