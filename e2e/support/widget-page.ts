import type { Request } from 'express';
import type { Tab } from '../../browsers/tab.js';
import type { Members } from './forge.js';
import { CHALLENGE, expect, reach, type Shop } from './shop-test.js';

export const FOLDER = '/tollgate-client/script';
export const SCRIPT = `<script src="${FOLDER}/tollgate.js" defer></script>`;
export const WIDGET = '<tollgate-widget endpoint="/tollgate" action="signup"></tollgate-widget>';
const PAGE = '/own-page';

/** What a page with a widget remembers. */
interface WidgetWindow {
  readonly heard: readonly (readonly [type: string, what: string])[];
  /** What the form's data was, each time that somebody collected it. */
  readonly sent: readonly string[];
}

export interface WidgetPage {
  /** In the head, before the script. */
  readonly head?: string;
  readonly script?: string;
  readonly lang?: string;
  /** A policy for page and files. Default none. */
  readonly policy?: string;
}

/** Remembers every event of a widget with its code or kind, and loses nothing that happens early. */
const LISTEN = `
  window.heard = [];
  window.sent = [];
  for (const name of ['token', 'expired', 'error', 'fallback', 'situation'])
    addEventListener('tollgate-' + name, ({ detail }) =>
      heard.push([name, String(detail.code ?? detail.reason ?? detail.kind ?? detail.message ?? detail.token ?? '')]));`;

/** A form with a number, a widget or what stands in its place, and a button. */
export const formOf = (inside = WIDGET, attributes = '', phone = '') =>
  `<form method="post" action="/posted" ${attributes}>
    <label>Number <input type="tel" name="phone" value="${phone}"></label>${inside}<button name="how" value="sms">Text me</button></form>`;

/** A submit listener of the site that keeps the page: it reads the form, as fetch does. */
export const SENDS = `onsubmit="sent.push(new FormData(this).get('tollgate-token')); return false"`;
/** One that refuses the submit and reads nothing. */
export const REFUSES = `onsubmit="sent.push('refused'); return false"`;

/** Serves a page of somebody's own, and opens it. */
export async function openPage(tab: Tab, { url, front }: Shop, body: string, page: WidgetPage = {}): Promise<void> {
  const { head = '', script = SCRIPT, lang = 'en', policy } = page;
  const html = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Own page</title>
    <meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
    <script src="/listen.js"></script>${head}${script}</head><body><main><h1>Own page</h1>${body}</main></body></html>`;
  front.answer('/listen.js', (_req, res) => void res.type('js').send(LISTEN));
  if (policy === undefined) front.servePage(PAGE, html);
  else {
    front.changePolicy(() => policy);
    front.answer(PAGE, (_req, res) => void res.type('html').send(html));
  }
  front.servePage('/posted', '<!doctype html><title>Posted</title>');
  await tab.open(`${url}${PAGE}`);
}

/** What events told, of one type: codes, kinds, tokens. */
export function heard(tab: Tab, type: string): Promise<readonly string[]> {
  return tab.evaluate(
    (wanted) => (window as unknown as WidgetWindow).heard.filter(([name]) => name === wanted).map(([, what]) => what),
    type,
  );
}

/** Waits until an event told this. */
export function waitToHear(tab: Tab, type: string, what: string): Promise<void> {
  return tab.waitFor(
    ([name, wanted]) => (window as unknown as WidgetWindow).heard.some(([at, told]) => at === name && told === wanted),
    [type, what] as const,
  );
}

/** What the site's own submit listener sent, after so many submits. */
export async function sentBy(tab: Tab, count: number): Promise<readonly string[]> {
  await tab.waitFor((n) => (window as unknown as WidgetWindow).sent.length >= n, count);
  return tab.evaluate(() => (window as unknown as WidgetWindow).sent);
}

/** What people see of the widget: the text of its shadow tree, buttons included. */
export function shown(tab: Tab): Promise<string> {
  return tab.evaluate(() => {
    const root = document.querySelector('tollgate-widget')?.shadowRoot;
    const seen = root?.querySelector<HTMLElement>('.box');
    if (!seen) return '';
    const line = root!.querySelector<HTMLElement>('[part=line]')!.innerText;
    return [line, ...[...root!.querySelectorAll<HTMLElement>('.row *')].map((element) => element.innerText)].join('\n');
  });
}

/** Waits until people see a text in the widget. */
export function waitToSee(tab: Tab, text: string): Promise<void> {
  return tab.waitFor((wanted) => {
    const root = document.querySelector('tollgate-widget')?.shadowRoot;
    return [...(root?.querySelectorAll<HTMLElement>('.box :not(.sr)') ?? [])].some(({ innerText }) =>
      innerText.includes(wanted),
    );
  }, text);
}

export function situation(tab: Tab): Promise<string | null> {
  return tab.evaluate(() => document.querySelector('tollgate-widget')!.getAttribute('data-situation'));
}

/** Presses the form's button, and answers what it posts. */
export async function post(tab: Tab, { front }: Shop): Promise<URLSearchParams> {
  await tab.click('form button[name=how]');
  await reach(tab, '/posted');
  return new URLSearchParams(front.lastBody('/posted'));
}

/** The widget's element takes what a server answered; what it resolves to. */
export function answer(tab: Tab, body: unknown): Promise<unknown> {
  return tab.evaluate(async (json) => {
    const widget = document.querySelector('tollgate-widget') as unknown as { answer(body: unknown): Promise<unknown> };
    return (await widget.answer(JSON.parse(json))) ?? null;
  }, JSON.stringify(body));
}

/** Changes what the gate answers to each request for a challenge. */
export function changeChallenges(
  { url, front }: Shop,
  change: (body: Members, asked: Members) => Members | Promise<Members>,
): void {
  const pass = 'x-passed';
  front.answer(CHALLENGE, (req: Request, res, next) => {
    if (req.get(pass) !== undefined) {
      next();
      return;
    }
    const body = String(req.body);
    const headers = { 'content-type': 'application/json', origin: url, [pass]: '1' };
    void fetch(`${url}${CHALLENGE}`, { method: 'POST', headers, body }).then(async (answered) => {
      const given = (await answered.json()) as Members;
      res.status(answered.status).json(answered.ok ? await change(given, JSON.parse(body) as Members) : given);
    });
  });
}

/** Holds all requests for challenges until it is called. */
export function holdChallenges({ front }: Shop): () => void {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  front.answer(CHALLENGE, (_req, _res, next) => void held.then(() => next()));
  return release;
}

/** How many challenges pages asked for: those that reached the gate by way of a test are counted once. */
export const challengesOf = ({ front }: Shop) => front.asked(CHALLENGE).length;

export const isToken = (text: string | null | undefined) => expect(text ?? '').toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
