import { type Response, Router } from 'express';
import { limitsList } from './pages/limits-list.js';
import { verdictCard } from './pages/verdict-card.js';
import { verdictsPage } from './pages/verdicts-page.js';
import { type Site } from './site.js';

/** Proxies and browsers drop a stream that says nothing for too long. */
const HEARTBEAT_MS = 15_000;

export function verdictRoutes({ verdicts, gate, inboxUrl }: Site): Router {
  const router = Router();
  router.get('/verdicts', (_req, res) => {
    const { newestFirst } = verdicts;
    res.send(verdictsPage({ newestFirst, limits: limitsList(gate.limits()), inboxUrl }));
  });
  router.get('/verdicts/events', (_req, res) => {
    const stop = verdicts.watch((logged) => {
      writeEvent(res, { id: logged.id, kind: logged.event.verdict.kind, html: verdictCard(logged).text });
    });
    if (!stop) {
      res.status(503).set('Retry-After', '30').end();
      return;
    }
    res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    res.write('retry: 2000\n\n');
    const heartbeat = setInterval(() => res.write(': still here\n\n'), HEARTBEAT_MS);
    res.on('close', () => {
      clearInterval(heartbeat);
      stop();
    });
  });
  return router;
}

/** JSON has no line break of its own, so one event is one line. */
function writeEvent(res: Response, event: { id: number; kind: string; html: string }): void {
  res.write(`id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`);
}
