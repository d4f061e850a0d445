import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Tab } from '../../browsers/tab.js';
import { type Example, startExample } from '../../examples/server.js';
import { expect, test } from '../support/app-test.js';

const folderOf = (name: string) => fileURLToPath(new URL(`../../examples/${name}/`, import.meta.url));

let example: Example | undefined;
test.afterEach(() => example?.close());

async function signUp(tab: Tab, number: string): Promise<void> {
  await tab.waitFor(() => document.querySelector('input[type=tel]') !== null);
  await tab.fill('input[type=tel]', number);
  await tab.click('form button:not([data-way])');
}

/** With the work that every site asks, not a test's: a worker does it in a second or two. */
async function drive(tab: Tab, folder: string): Promise<void> {
  const texts: string[] = [];
  example = await startExample({ folder, port: 0, deliver: (phone, text) => texts.push(`${phone} ${text}`) });
  await tab.open(example.url);
  await signUp(tab, '+442079460123');
  await tab.waitFor(() => document.querySelector<HTMLElement>('[data-way=email]')?.checkVisibility() === true);
  expect(texts).toEqual([]);
  await signUp(tab, '(202) 555-0123');
  await tab.waitFor(() => document.body.innerText.includes('We texted you a code'));
  expect(texts).toEqual(['+12025550123 Your code is 123456']);
  await tab.open(example.url);
  await signUp(tab, '+442079460123');
  await tab.waitFor(() => document.querySelector<HTMLElement>('[data-way=email]')?.checkVisibility() === true);
  await tab.click('[data-way=email]');
  await tab.waitFor(() => document.body.innerText.includes('Your site asks for an email address here'));
}

test('the example in plain HTML names another way where it does not text, and texts', async ({ tab }) => {
  await drive(tab, folderOf('plain-html'));
});

test('the example in React names another way where it does not text, and texts', async ({ tab }) => {
  const outDir = await mkdtemp(join(tmpdir(), 'tollgate-example-'));
  try {
    await build({ root: folderOf('react'), logLevel: 'silent', build: { outDir } });
    await drive(tab, outDir);
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
});
