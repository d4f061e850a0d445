import { type Response } from 'express';

/** Sends the browser on with a GET, so that reloading the next page posts nothing again. */
export function seeOther(res: Response, path: string): Response {
  res.redirect(303, path);
  return res;
}
