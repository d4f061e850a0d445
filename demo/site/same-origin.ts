import { type RequestHandler } from 'express';
import { errorPage } from './pages/error-page.js';
import { type Site } from './site.js';

/**
 * Refuses what changes something unless this site's own page asked for it. Browsers send `Origin` with every POST and
 * no page can forge it; the cookie's SameSite=Lax is the second lock.
 */
export function sameOriginOnly({ origins, inboxUrl }: Pick<Site, 'origins' | 'inboxUrl'>): RequestHandler {
  return (req, res, next) => {
    const isSafe = req.method === 'GET' || req.method === 'HEAD' || req.method === 'OPTIONS';
    if (isSafe || origins.includes(req.headers.origin ?? '')) {
      next();
      return;
    }
    const text = 'This request did not come from a page of this shop, so nothing was done.';
    res.status(403).send(errorPage({ title: 'Not from this page', text, inboxUrl }));
  };
}
