import { type RequestHandler } from 'express';
import { PAGE_HEADERS } from '../page-headers.js';

/** Every answer, errors and static files too. Pages hold nonces and numbers, so none is kept by a cache. */
export const securityHeaders: RequestHandler = (_req, res, next) => {
  res.set({ ...PAGE_HEADERS, 'Cache-Control': 'no-store' });
  next();
};
