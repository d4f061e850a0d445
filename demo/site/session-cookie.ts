import { type Request, type Response } from 'express';
import { type Session, type Sessions } from './sessions.js';

const NAME = 'shop-session';
const ID = /^[A-Za-z0-9_-]{24}$/;

export function currentSession(req: Request, sessions: Sessions): Session | undefined {
  const header = req.headers.cookie ?? '';
  const pair = header.split(/; */).find((part) => part.startsWith(`${NAME}=`));
  const id = pair?.slice(NAME.length + 1);
  return id !== undefined && ID.test(id) ? sessions.find(id) : undefined;
}

/** The session of this browser, begun now if there is none. */
export function ensureSession(req: Request, res: Response, sessions: Sessions): Session {
  const found = currentSession(req, sessions);
  if (found) return found;
  const session = sessions.create();
  giveCookie(res, session);
  return session;
}

/** `secure` follows the connection: the demo runs on plain http, on this machine alone. */
export function giveCookie(res: Response, session: Session): void {
  res.cookie(NAME, session.id, { httpOnly: true, sameSite: 'lax', path: '/', secure: res.req.secure });
}

export function dropCookie(res: Response): void {
  res.clearCookie(NAME, { httpOnly: true, sameSite: 'lax', path: '/', secure: res.req.secure });
}
