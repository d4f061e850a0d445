import { test as base } from '@playwright/test';
import { type StandIn, startStandIn } from './stand-in.js';

/** Tests with a stand-in of Twilio's API, one process for each worker. */
export const withStandIn = base.extend<object, { standIn: StandIn }>({
  standIn: [
    async ({}, use) => {
      const standIn = await startStandIn();
      await use(standIn);
      standIn.stop();
    },
    { scope: 'worker' },
  ],
});
