/** Attributes of the element that are options of `attach`, under the same names. */
const OPTIONS = ['endpoint', 'action', 'channel', 'price', 'phone', 'country'] as const;

/** Attributes after which a widget begins anew. */
export const OPTION_ATTRIBUTES: readonly string[] = Object.freeze([
  ...OPTIONS,
  'name',
  'field',
  'signals',
  'workers',
  'worker-url',
]);

/** Reads the options that an element's attributes are. What is wrong with them is said by who takes them. */
export function readWidgetOptions(element: Element): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const name of OPTIONS) {
    const value = element.getAttribute(name);
    if (value !== null) options[name] = value;
  }
  const workers = element.getAttribute('workers');
  if (workers !== null) options['workers'] = Number(workers);
  const workerUrl = element.getAttribute('worker-url');
  if (workerUrl !== null) options['workerUrl'] = workerUrl;
  if (element.getAttribute('signals') === 'off') options['signals'] = false;
  options['field'] = element.getAttribute('field') ?? element.getAttribute('name');
  return options;
}
