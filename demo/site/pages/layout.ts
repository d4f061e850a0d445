import { html, type Html } from '../../html.js';

export interface PageParts {
  readonly title: string;
  readonly inboxUrl: string;
  readonly main: Html;
  /** Tags for the head: the scripts that this page loads. */
  readonly head?: Html;
  /** Wide pages show lists, the others one card. */
  readonly wide?: boolean;
  /** Where we are, for `aria-current` in the navigation. */
  readonly path?: string;
  readonly signedIn?: boolean;
  /** Default `en`. */
  readonly lang?: string;
}

const LINKS = [
  ['/', 'Sign up'],
  ['/module', 'Single page'],
  ['/verdicts', 'Verdicts'],
  ['/states', 'States'],
] as const;

/** The frame of every page. */
export function layout(parts: PageParts): string {
  return html`<!doctype html>
    <html lang="${parts.lang ?? 'en'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${parts.title} · Corner Shop</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/style.css" />
        ${parts.head}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        ${pageTop(parts)}
        <main id="main" class="${parts.wide ? 'wide' : 'narrow'}">${parts.main}</main>
        <footer class="foot">
          <div class="wide">
            <p>
              A demonstration. No phone is texted: every message ends in the
              <a href="${parts.inboxUrl}">stand-in inbox</a>.
            </p>
          </div>
        </footer>
      </body>
    </html>`.text;
}

function pageTop({ path, inboxUrl, signedIn }: PageParts): Html {
  return html`<header class="top">
    <div class="wide bar">
      <a class="brand" href="${signedIn ? '/account' : '/'}"
        ><img src="/assets/icon.svg" alt="" width="28" height="28" />Corner Shop</a
      >
      <nav aria-label="Pages of the demo">
        <ul>
          ${LINKS.map(([href, name]) => html`<li><a href="${href}" ${path === href && html`aria-current="page"`}>${name}</a></li>`)}
          <li><a href="${inboxUrl}">Inbox</a></li>
        </ul>
      </nav>
    </div>
  </header>`;
}
