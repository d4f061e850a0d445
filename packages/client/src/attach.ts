import { createModuleClient } from './browser/module-client.js';
import { attachForm, type AttachOptions, type Attachment } from './form/attach-form.js';

/**
 * Puts a token into each submission of `form`. The challenge is solved while the person types; a submit is held until
 * the token is ready and then goes through once, with the same submitter, past the form's own submit listeners.
 *
 * The form is never dead: if no token can be had, or none within 30 s, it is submitted with an empty one, which the
 * server answers with a step-up. Only where the browser knows that it is offline the submit is given up, since it would lose
 * what was typed. A token is for one submission, and stays for the next submit as long as nobody took it: a check of the
 * site's own costs no work. `form.submit()` raises no event and sends whatever the field holds. A form taken out of the
 * document is detached.
 *
 * Throws `TypeError` or `RangeError` that names the option misused, or if the form is attached already.
 */
export function attach(form: HTMLFormElement, options: AttachOptions): Attachment {
  return attachForm(form, options, { create: createModuleClient });
}
