import { tollgateRouter } from '@tollgate/server/express';
import express, { type Express, type RequestHandler } from 'express';
import { accountRoutes } from './account-routes.js';
import { codeRoutes } from './code-routes.js';
import { emailRoutes } from './email-routes.js';
import { errorHandler, notFound } from './error-handlers.js';
import { moduleRoutes } from './module-routes.js';
import { sameOriginOnly } from './same-origin.js';
import { securityHeaders } from './security-headers.js';
import { signUpRoutes } from './sign-up-routes.js';
import { type Site } from './site.js';
import { stateGateRoutes, stateRoutes } from './states/state-routes.js';
import { staticFiles } from './static-files.js';
import { textUsRoutes } from './text-us-routes.js';
import { verdictRoutes } from './verdict-routes.js';

/** A token is at most 4,096 characters; a form with one and a number stays well below. */
const BODY_LIMIT = '16kb';

/** The shop. Its whole integration is three lines: the router below, `gate.send` in text-code.ts, a form's attributes. */
export function createDemoSite(site: Site, front?: RequestHandler): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders);
  if (front) app.use(front);
  app.use('/tollgate', tollgateRouter(site.gate));
  app.use('/states', stateGateRoutes(site.states));
  app.use('/webhooks/texts', site.inbound.express);
  app.use(staticFiles(site.scripts));
  app.use(sameOriginOnly(site));
  app.use(express.urlencoded({ limit: BODY_LIMIT, extended: false }));
  app.use(express.json({ limit: BODY_LIMIT }));
  app.use(signUpRoutes(site), codeRoutes(site), emailRoutes(site), textUsRoutes(site), accountRoutes(site));
  app.use(moduleRoutes(site), verdictRoutes(site), stateRoutes(site));
  app.use(notFound(site.inboxUrl), errorHandler(site.inboxUrl));
  return app;
}
