import { afterEach, describe, expect, it, vi } from 'vitest';
import { readMarkedParameters } from '../src/script/widget-parameters.js';
import { readWidgetOptions } from '../src/widget/widget-options.js';

afterEach(() => void vi.unstubAllGlobals());

/** An element with these attributes, which are all that is looked at. */
const placeWith = (attributes: Readonly<Record<string, string>>) =>
  ({ getAttribute: (name: string) => attributes[name] ?? null }) as unknown as Element;

describe('the attributes of a marked place', () => {
  it('are parameters without data-', () => {
    const names = ['action', 'channel', 'price', 'phone', 'country', 'signals', 'workers', 'appearance', 'theme'];
    const all = [...names, 'size', 'language', 'resend-in', 'reply', 'field', 'endpoint'];
    const place = placeWith(Object.fromEntries(all.map((name) => [`data-${name}`, `own ${name}`])));
    expect(readMarkedParameters(place)).toEqual(Object.fromEntries(all.map((name) => [name, `own ${name}`])));
  });

  it('name the endpoint twice: data-endpoint is meant, else data-tollgate', () => {
    expect(readMarkedParameters(placeWith({ 'data-tollgate': '/a' }))).toMatchObject({ endpoint: '/a' });
    expect(readMarkedParameters(placeWith({ 'data-tollgate': '/a', 'data-endpoint': '/b' }))).toMatchObject({
      endpoint: '/b',
    });
  });

  it('call functions of the page that come later', () => {
    const { callback } = readMarkedParameters(placeWith({ 'data-callback': 'onToken' }));
    const heard = vi.fn();
    vi.stubGlobal('onToken', heard);
    (callback as (token: string) => void)('a.b.c');
    expect(heard).toHaveBeenCalledWith('a.b.c');
  });

  it('report a function that the page has not', () => {
    const reportError = vi.fn();
    vi.stubGlobal('reportError', reportError);
    (readMarkedParameters(placeWith({ 'data-error-callback': 'nobody' }))['error-callback'] as () => void)();
    expect(String(reportError.mock.calls[0]?.[0])).toMatch(/TypeError: nobody/);
  });
});

describe('the attributes of an element', () => {
  it('are options under their names, and its name is the field', () => {
    const place = placeWith({ endpoint: '/tollgate', action: 'signup', phone: '#p', name: 'proof', workers: '2' });
    expect(readWidgetOptions(place)).toEqual({
      endpoint: '/tollgate',
      action: 'signup',
      phone: '#p',
      field: 'proof',
      workers: 2,
    });
  });

  it('turn signals off by that word alone', () => {
    expect(readWidgetOptions(placeWith({ signals: 'off' }))).toMatchObject({ signals: false });
    expect(readWidgetOptions(placeWith({ signals: 'on' }))).not.toHaveProperty('signals');
  });

  it('that are no number of workers are refused by whoever takes them', () => {
    expect(readWidgetOptions(placeWith({ workers: 'many' }))['workers']).toBeNaN();
  });
});
