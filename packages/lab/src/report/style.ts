import { BACKGROUND, type Colour, INKS, LINES } from './palette.js';

/** The page's style sheet: system font, both colour schemes, from 320 px up. */
export function styleSheet(): string {
  return `
:root { color-scheme: light dark; ${variables('light')} }
@media (prefers-color-scheme: dark) { :root { ${variables('dark')} } }
${PAGE}${TABLES}${FIGURES}`;
}

function variables(scheme: keyof Colour): string {
  const colours = { background: BACKGROUND, ...INKS, ...LINES };
  return Object.entries(colours)
    .map(([name, colour]) => `--${name}: ${colour[scheme]};`)
    .join(' ');
}

const PAGE = `
* { box-sizing: border-box; }
body {
  margin: 0; color: var(--ink); background: var(--background);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere;
}
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1rem 4rem; }
h1, h2, h3 { line-height: 1.25; font-weight: 600; text-wrap: balance; }
h1 { font-size: 1.85rem; margin: 0 0 1rem; }
h2 { font-size: 1.35rem; margin: 3.5rem 0 1rem; padding-top: 1rem; border-top: 1px solid var(--rule); }
h3 { font-size: 1.1rem; margin: 3rem 0 0.5rem; scroll-margin-top: 1rem; }
p, dl { max-width: 42rem; }
.lead { font-size: 1.1rem; }
dl { margin: 1.5rem 0 0; }
dl div { margin-bottom: 0.5rem; }
dt { font-weight: 600; }
dd { margin: 0; color: var(--quiet); }
a { color: inherit; text-underline-offset: 0.2em; }
nav ul { margin: 0; padding-left: 1.2rem; }
nav li { padding: 0.15rem 0; }
:focus-visible { outline: 2px solid var(--defence-0); outline-offset: 2px; }
code { font: 0.9em ui-monospace, monospace; }
pre { margin: 0; padding: 0.75rem 1rem; border: 1px solid var(--rule); white-space: pre-wrap; }
summary { cursor: pointer; padding: 0.4rem 0; }
@media (min-width: 40rem) {
  dl div { display: grid; grid-template-columns: 10rem 1fr; gap: 1rem; }
}
`;

/** Row headers stay while the figures scroll beneath them; captions and group headings keep to the screen. */
const TABLES = `
.scroll { position: relative; overflow-x: auto; margin: 1.25rem 0; overflow-wrap: normal; }
table { border-collapse: collapse; min-width: 100%; font-size: 0.9rem; line-height: 1.35; }
caption { text-align: left; padding: 0 0 0.5rem; color: var(--quiet); }
caption span, .group span {
  display: inline-block; position: sticky; left: 0; max-width: min(42rem, calc(100vw - 2rem));
}
th, td { padding: 0.35rem 0.75rem; vertical-align: top; border-bottom: 1px solid var(--faint); }
th { text-align: left; font-weight: 400; }
thead th { font-weight: 600; vertical-align: bottom; border-bottom: 1px solid var(--axis); }
tr > th:first-child { padding-left: 0; }
tr:not(.group) > th:first-child { position: sticky; left: 0; background: var(--background); }
tbody th { min-width: 7.5rem; max-width: 18rem; overflow-wrap: anywhere; }
.group th { padding-top: 1rem; font-weight: 600; max-width: none; border-bottom-color: var(--rule); }
.group span { left: 0; }
td small { display: block; white-space: normal; color: var(--quiet); font-size: 0.8rem; }
small span { white-space: nowrap; }
.figures td, .figures thead th + th { text-align: right; font-variant-numeric: tabular-nums; }
.figures td { white-space: nowrap; }
.figures thead th + th { min-width: 4.5rem; }
.text td:nth-child(2), .text th:nth-child(2) { text-align: right; font-variant-numeric: tabular-nums; }
.text td:nth-child(3) { min-width: 6rem; }
.text td:nth-child(4) { white-space: nowrap; }
.text td:last-child { min-width: 16rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  tbody th { max-width: 8.5rem; }
  th, td { padding-right: 0.5rem; padding-left: 0.5rem; }
}
`;

/** Above 800 px the wide drawing's text is 12 px or more; below, the narrow drawing's is. */
const FIGURES = `
figure { margin: 2rem 0; }
figcaption { max-width: 42rem; color: var(--quiet); font-size: 0.9rem; line-height: 1.35; }
figure > svg { display: block; width: 100%; height: auto; }
figure > svg text { font-family: system-ui, sans-serif; font-variant-numeric: tabular-nums; }
.narrow { max-width: 30rem; }
.legend {
  display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem;
  margin: 0.6rem 0 0.8rem; padding: 0; list-style: none; font-size: 0.9rem;
}
.legend li { display: flex; align-items: center; gap: 0.4rem; }
.legend svg { flex: none; overflow: visible; }
@media (min-width: 800px) { figure > .narrow { display: none; } }
@media (max-width: 799.98px) { figure > .wide { display: none; } }
@media print { .scroll { overflow: visible; } }
`;
