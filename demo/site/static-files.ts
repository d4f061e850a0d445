import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';
import { type PageScripts } from '../page-scripts.js';

const ASSETS = fileURLToPath(new URL('../assets/', import.meta.url));

/** The built client, as a site would copy it beside its own files. */
const CLIENT = fileURLToPath(new URL('../../packages/client/dist/', import.meta.url));

export function staticFiles(scripts: PageScripts): Router {
  const router = Router();
  router.use('/tollgate-client', express.static(CLIENT, { index: false, cacheControl: false }));
  router.get('/assets/:name', (req, res, next) => {
    const script = scripts.get(req.params.name);
    if (script === undefined) next();
    else res.type('text/javascript').send(script);
  });
  router.use('/assets', express.static(ASSETS, { index: false, cacheControl: false }));
  return router;
}
