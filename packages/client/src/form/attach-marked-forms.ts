import { BrowserClient } from '../browser/browser-client.js';
import type { Environment } from '../browser/environment.js';
import { attachForm } from './attach-form.js';

/** Attributes of a marked form → options. */
const ATTRIBUTES = {
  'data-tollgate': 'endpoint',
  'data-action': 'action',
  'data-channel': 'channel',
  'data-price': 'price',
  'data-phone': 'phone',
  'data-country': 'country',
} as const;

/** Attaches to every `<form data-tollgate>` there is. What fails is a `tollgate-error` event on its form. */
export function attachMarkedForms(environment: Environment): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-tollgate]')) {
    try {
      const options = readOptions(form) as never;
      const { client } = attachForm(form, options, (settings) => new BrowserClient(environment, settings));
      client.on('error', ({ error }) => tell(form, error));
    } catch (error) {
      tell(form, error);
    }
  }
}

function readOptions(form: HTMLFormElement): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [attribute, option] of Object.entries(ATTRIBUTES)) {
    const value = form.getAttribute(attribute);
    if (value !== null) options[option] = value;
  }
  if (form.getAttribute('data-signals') === 'off') options['signals'] = false;
  return options;
}

function tell(form: HTMLFormElement, detail: unknown): void {
  form.dispatchEvent(new CustomEvent('tollgate-error', { detail, bubbles: true }));
}
