import { readdir, readFile } from 'node:fs/promises';
import { type Express, urlencoded } from 'express';
import { bundle } from '../bundle.js';
import { type Site, startSite } from '../site.js';
import { BASE_P } from './tollgate-subjects.js';
import { type Fields, type PageParts, pathOf, type WaitSubject } from './wait-subject.js';

const SCRIPT_FOLDER = new URL('../../packages/client/dist/script/', import.meta.url);

/** Files of others, by where pages ask for them. */
const OTHERS = {
  '/altcha.js': 'altcha/dist/main/altcha.min.js',
  '/cap-widget.js': '@cap.js/widget/cap.min.js',
  '/cap_wasm_bg.wasm': '@cap.js/wasm/browser/cap_wasm_bg.wasm',
  '/friendly.js': 'friendly-challenge/widget.module.min.js',
};

/** Nothing is asked of any other host; what widgets make themselves, their workers and styles, is let be. */
const POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob: data:";

/** A site with a page for each subject and device, `/page/<name>/<slower>`, and an empty one at `/empty`. */
export async function startWaitSite(subjects: readonly WaitSubject[], devices: readonly number[]): Promise<Site> {
  const gates = devices.map((slower) => [pathOf('tollgate', slower), { work: { p: BASE_P * slower, k: 8 } }] as const);
  return startSite({
    files: { '/wait-page.js': await bundle('bench/wait/wait-page.ts'), ...(await readFiles()) },
    gates: Object.fromEntries(gates),
    serve: (app) => {
      app.use((req, res, next) => {
        res.setHeader('content-security-policy', POLICY);
        // As a site serves its scripts: visitors have them from an earlier page.
        if (/\.(js|wasm)$/.test(req.path)) res.setHeader('cache-control', 'max-age=3600');
        next();
      });
      app.get('/empty', (_req, res) => res.send(pageOf('nothing', {})));
      for (const subject of subjects) servePages(app, subject, devices);
    },
  });
}

function servePages(app: Express, subject: WaitSubject, devices: readonly number[]): void {
  for (const slower of devices) {
    subject.serve(app, slower);
    app.get(`/page${pathOf(subject.name, slower)}`, (_req, res) =>
      res.send(pageOf(subject.name, subject.page(slower))),
    );
  }
  app.post(`/leave/${subject.name}`, urlencoded({ extended: false, limit: '1mb' }), async (req, res) => {
    const isAccepted = await subject.accepts(req.body as Fields);
    res.send(`<!doctype html><title>Bench</title><body>${isAccepted ? 'accepted' : 'refused'}`);
  });
}

function pageOf(name: string, { head = '', form = '', widget = '' }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Bench</title>
<link rel="icon" href="data:,">
<script type="module" src="/wait-page.js"></script>
${head}
<form method="post" action="/leave/${name}" ${form}>
  <input type="tel" name="phone" autocomplete="tel" required>
  ${widget}
  <button type="submit">Text me a code</button>
</form>`;
}

async function readFiles(): Promise<Record<string, string | Uint8Array>> {
  const ours = (await readdir(SCRIPT_FOLDER)).filter((name) => name.endsWith('.js'));
  const files = [
    ...ours.map((name) => [`/tollgate-client/${name}`, new URL(name, SCRIPT_FOLDER)] as const),
    ...Object.entries(OTHERS).map(
      ([path, file]) => [path, new URL(`../../node_modules/${file}`, import.meta.url)] as const,
    ),
  ];
  const read = files.map(async ([path, url]) => {
    const bytes = await readFile(url);
    return [path, path.endsWith('.js') ? bytes.toString() : bytes] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}
