import type { Tab } from '../../browsers/tab.js';

/** The page that `startWaitSite` serves for it, beside those of the subjects. */
export const FRIENDLY_PATH = '/friendly';

/** Friendly Captcha's open widget, as its documentation has it; the puzzle would come from its makers' service. */
export const FRIENDLY_PAGE = `<!doctype html>
<title>Bench</title>
<script type="module" src="/friendly-widget.js" async defer></script>
<form><div class="frc-captcha" data-sitekey="BENCH" data-puzzle-endpoint="/friendly/puzzle" data-start="auto"></div></form>`;

/** Why friendly-challenge has no row: what its widget says when it is to start here. */
export async function readFriendlyRefusal(tab: Tab, siteUrl: string): Promise<string> {
  await tab.open(`${siteUrl}${FRIENDLY_PATH}`);
  await tab.waitFor(() => /failed|error/i.test(document.querySelector<HTMLElement>('.frc-captcha')?.innerText ?? ''));
  const said = await tab.evaluate(() => document.querySelector<HTMLElement>('.frc-captcha')!.innerText);
  return said.split('\n').slice(0, 2).join(': ');
}
