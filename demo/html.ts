/** A piece of HTML that is already escaped. Only `html` makes one, so a plain string can never slip in as markup. */
export class Html {
  constructor(readonly text: string) {}
}

/** What may stand in a hole of a template: strings are escaped, nothing and `false` leave it empty. */
export type Part = Html | string | number | false | undefined | readonly Part[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** The one escape function: right between tags and inside quoted attributes, nowhere else. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const filled = strings.map((text, index) => text + render(parts[index]));
  return new Html(filled.join(''));
}

function render(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return part.map(render).join('');
}
