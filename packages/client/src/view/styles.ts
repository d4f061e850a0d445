/**
 * Without a theme the colours are the page's own, whichever it has: what a browser prefers says nothing of the ground under
 * us. Those of the two themes reach 4.5:1 on white and on #121212. Sizes follow the page's own text.
 */
const CSS = `
:host { display: block; }
:host([hidden]), [hidden] { display: none; }
.box {
  display: grid; gap: .5em; padding: .75em 0; margin: 0;
  color: var(--tollgate-color, inherit); --mark: var(--tollgate-accent, currentColor);
  background: var(--tollgate-background, transparent); font: var(--tollgate-font, inherit); line-height: 1.45;
  border-radius: var(--tollgate-radius, .375em); overflow-wrap: anywhere;
}
:host([theme='light']) { color: #1d2329; --tollgate-accent: #0b6bcb; }
:host([theme='dark']) { color: #eef1f4; --tollgate-accent: #6cb0f5; }
:host([size='compact']) .box { gap: .25em; padding: .25em 0; font-size: .875em; }
p { margin: 0; }
progress { width: 100%; accent-color: var(--mark); }
button, a.act {
  min-height: 2.5em; padding: .4em 1em; box-sizing: border-box; font: inherit; cursor: pointer;
  color: var(--mark); background: transparent; border: 1px solid; border-radius: var(--tollgate-radius, .375em); text-decoration: none;
}
button:focus-visible, a.act:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; }
.row { display: flex; flex-wrap: wrap; gap: .5em; align-items: center; }
.secret { font: 600 1.25em/1.3 ui-monospace, monospace; letter-spacing: .04em; direction: ltr; unicode-bidi: isolate; user-select: all; }
.number { direction: ltr; unicode-bidi: isolate; white-space: nowrap; font-weight: 600; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
::slotted([data-way]), .secret { justify-self: start; }
`;

let sheet: CSSStyleSheet | undefined;

/**
 * Puts the styles into a shadow root, by a sheet that no policy forbids. Where a browser has none of those, by a `style` with
 * the page's nonce.
 */
export function addStyles(root: ShadowRoot, nonce: string | undefined): void {
  if (!adoptsSheets()) {
    if (!root.querySelector('style')) root.append(styleElement(nonce));
    return;
  }
  if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(CSS);
  root.adoptedStyleSheets = [sheet];
}

/** Safari before 16.4 does not. */
const adoptsSheets = () => 'adoptedStyleSheets' in Document.prototype && 'replaceSync' in CSSStyleSheet.prototype;

function styleElement(nonce: string | undefined): HTMLStyleElement {
  const style = document.createElement('style');
  if (nonce) style.nonce = nonce;
  style.textContent = CSS;
  return style;
}
