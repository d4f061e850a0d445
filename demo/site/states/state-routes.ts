import { verdictReply } from '@tollgate/server';
import { requestFacts, tollgateRouter } from '@tollgate/server/express';
import { type Request, type Response, Router } from 'express';
import { PAGE_HEADERS } from '../../page-headers.js';
import { textField, tokenField } from '../form-fields.js';
import { refusalNotice } from '../refusal-notice.js';
import { type Site } from '../site.js';
import { type StateGates } from './state-gates.js';
import { statePage, type StateParts, statesPage } from './state-pages.js';
import { findState } from './states.js';
import { type State } from './state.js';

const POLICY = 'Content-Security-Policy';

/** Before bodies are read: a gate's handler reads its own. */
export function stateGateRoutes(gates: StateGates): Router {
  const router = Router();
  router.use('/:name/tollgate', (req, res, next) => {
    const state = findState(req.params.name);
    if (state?.isTurnedAway) res.status(429).set('Retry-After', '30').json({ code: 'try-later' });
    else if (state) tollgateRouter(gates.of(state))(req, res, next);
    else next();
  });
  return router;
}

/** The list of states, and the page of each: a form, its gate, and what the gate answered. */
export function stateRoutes({ inboxUrl, states }: Site): Router {
  const router = Router();
  router.get('/states', (_req, res) => void res.send(statesPage(inboxUrl)));
  router.get('/states/:name', (req, res, next) => {
    const state = findState(req.params.name);
    if (state) show(res, state, { inboxUrl });
    else next();
  });
  router.post('/states/:name', async (req, res, next) => {
    const state = findState(req.params.name);
    if (state) await ask({ req, res, state }, { inboxUrl, states });
    else next();
  });
  return router;
}

interface Turn {
  readonly req: Request;
  readonly res: Response;
  readonly state: State;
}

/** The permit is thrown away: nobody is texted. */
async function ask({ req, res, state }: Turn, { inboxUrl, states }: Pick<Site, 'inboxUrl' | 'states'>): Promise<void> {
  const gate = states.of(state);
  const phone = textField(req, 'phone', 40);
  const token = tokenField(req);
  const verdict = await gate.admit({
    ...requestFacts(req, gate),
    action: 'signup',
    phone,
    country: 'US',
    ...(token !== undefined && { token }),
  });
  if (verdict.kind === 'allow') {
    show(res, state, { inboxUrl, phone, passed: true });
    return;
  }
  const { status, body } = verdictReply(verdict);
  // Without a script the page of a text to the shop would need a session.
  const notice = { ...refusalNotice(verdict), offerTextUs: false };
  const parts = { inboxUrl, phone, reply: JSON.stringify(body), notice };
  show(res.status(status), state, parts);
}

function show(res: Response, state: State, parts: StateParts): void {
  if (state.policy) res.set(POLICY, state.policy(PAGE_HEADERS[POLICY]!));
  res.send(statePage(state, parts));
}
