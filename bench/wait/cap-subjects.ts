import Cap from '@cap.js/server';
import { json } from 'express';
import { type PageParts, pathOf, type WaitSubject } from './wait-subject.js';

/** What `createChallenge` takes by default, by its documentation. */
const COUNT = 50;
const SIZE = 32;
const DIFFICULTY = 4;

/** Its documentation wants a database; here it remembers in this process. */
const cap = new Cap({ noFSState: true });

/** A checkbox, which the person clicks: the element knows no other way. */
export const CAP: WaitSubject = {
  who: 'Cap, its default (checkbox)',
  name: 'cap',
  difficulty: (slower) => `${COUNT * slower} challenges, size ${SIZE}, difficulty ${DIFFICULTY}`,
  page: (slower) => ({
    head: HEAD,
    widget: `<cap-widget data-cap-api-endpoint="${pathOf('cap', slower)}/" data-verified="solve"></cap-widget>`,
  }),
  checkbox: 'cap-widget',
  waitsForVerified: true,
  serve: (app, slower) => {
    const path = pathOf('cap', slower);
    app.post(`${path}/challenge`, async (_req, res) => {
      // At its defaults nothing is passed, as in the documentation.
      res.json(await cap.createChallenge(slower === 1 ? undefined : { challengeCount: COUNT * slower }));
    });
    app.post(`${path}/redeem`, json(), async (req, res) => {
      res.json(await cap.redeemChallenge(req.body as Parameters<typeof cap.redeemChallenge>[0]));
    });
  },
  accepts: async ({ 'cap-token': token = '' }) => (await cap.validateToken(token)).success,
};

/** The mode without an element, begun by a page's own script at the first focus; that script also holds the form. */
export const CAP_INVISIBLE: WaitSubject = {
  who: 'Cap, invisible, solve() at the first focus',
  name: 'cap-invisible',
  difficulty: CAP.difficulty,
  page: (slower) => ({ head: HEAD, widget: invisible(slower).widget }),
  serve: () => undefined,
  accepts: CAP.accepts,
};

const HEAD = `
<script>window.CAP_CUSTOM_WASM_URL = location.origin + '/cap_wasm_bg.wasm';</script>
<script src="/cap-widget.js"></script>`;

function invisible(slower: number): Required<Pick<PageParts, 'widget'>> {
  return {
    widget: `
<input type="hidden" name="cap-token">
<script>
  const form = document.currentScript.closest('form');
  const field = form.elements['cap-token'];
  const cap = new Cap({ apiEndpoint: '${pathOf('cap', slower)}/' });
  const solve = async () => { field.value = (await cap.solve()).token; };
  let solving;
  form.addEventListener('focusin', () => { solving ??= solve(); });
  form.addEventListener('submit', async (event) => {
    if (field.value) return;
    event.preventDefault();
    await (solving ??= solve());
    form.requestSubmit();
  });
</script>`,
  };
}
