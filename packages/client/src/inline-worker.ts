import { blobEnvironment } from './browser/blob-environment.js';
import { BrowserClient } from './browser/browser-client.js';
import type { Tollgate } from './browser/tollgate.js';
import { attachForm, type Attachment } from './form/attach-form.js';
import type { FormOptions } from './form/form-fields.js';
import type { TollgateOptions } from './options/tollgate-options.js';

export type { Tollgate } from './browser/tollgate.js';
export type { Attachment } from './form/attach-form.js';
export type { FormOptions } from './form/form-fields.js';
export type { NumberTyped, TokenRequest } from './options/token-request.js';
export type { PriceMoment, TollgateOptions } from './options/tollgate-options.js';
export { TollgateError } from './tollgate-error.js';
export type { TollgateErrorCode } from './tollgate-error.js';
export type { FallbackReason, TollgateEvents, TollgateState } from './tollgate-events.js';

/** As of `createTollgate`, but there is no file that a worker could come from. */
export type InlineWorkerOptions = Omit<TollgateOptions, 'workerUrl'>;

/** What `attach` takes here. */
export type InlineAttachOptions = FormOptions & ({ readonly client: Tollgate } | InlineWorkerOptions);

/**
 * As `createTollgate` of the main entry, with a worker that is no file of its own: for bundlers that make one file and pages
 * whose files nobody can add to. The page's policy has to say `worker-src blob:`; without it the main thread solves.
 */
export function createTollgate(options: InlineWorkerOptions): Tollgate {
  return new BrowserClient(blobEnvironment, options);
}

/** As `attach` of the main entry, with the worker of `createTollgate` here. */
export function attach(form: HTMLFormElement, options: InlineAttachOptions): Attachment {
  return attachForm(form, options, { create: (settings) => new BrowserClient(blobEnvironment, settings) });
}
