import { type ErrorRequestHandler, type RequestHandler } from 'express';
import { errorPage } from './pages/error-page.js';

export function notFound(inboxUrl: string): RequestHandler {
  const text = 'There is nothing at this address. It may have been moved, or mistyped.';
  return (_req, res) => void res.status(404).send(errorPage({ title: 'Page not found', text, inboxUrl }));
}

/** Says what kind of trouble it is and nothing of its insides: no message, no stack. */
export function errorHandler(inboxUrl: string): ErrorRequestHandler {
  // Express tells an error handler by its four parameters.
  // eslint-disable-next-line max-params
  return (error: unknown, req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const status = clientErrorStatus(error);
    if (status === undefined) console.error(`${req.method} ${req.path} failed:`, error);
    const title = status === undefined ? 'Something went wrong' : 'That request was not understood';
    const text = status === undefined ? 'It is our fault. Please try again.' : 'Please go back and try again.';
    res.status(status ?? 500).send(errorPage({ title, text, inboxUrl }));
  };
}

/** The 4xx that a body parser found, if it was one. */
function clientErrorStatus(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
