import { readFileSync } from 'node:fs';
import { type PageScripts } from '../page-scripts.js';
import { type Reply } from './exchange.js';

export type Assets = (path: string) => Reply | undefined;

/** What the inbox page loads: the site's style sheet and its own small script. */
export function createAssets(scripts: PageScripts): Assets {
  const style = readFileSync(new URL('../assets/style.css', import.meta.url), 'utf8');
  const icon = readFileSync(new URL('../assets/icon.svg', import.meta.url), 'utf8');
  const replies = new Map<string, Reply>([
    ['/assets/style.css', { status: 200, contentType: 'text/css; charset=utf-8', body: style }],
    ['/assets/icon.svg', { status: 200, contentType: 'image/svg+xml', body: icon }],
  ]);
  for (const [name, body] of scripts) {
    replies.set(`/assets/${name}`, { status: 200, contentType: 'text/javascript; charset=utf-8', body });
  }
  return (path) => replies.get(path);
}
