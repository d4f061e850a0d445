import { describe, expect, it } from 'vitest';
import type { GateContext } from '../src/gate-context.js';
import { whereaboutsOf } from '../src/whereabouts.js';

const HOSTING = 64_500;

/** What a gate knows whose data of addresses answer this. */
function know(answer: unknown, given: { ip?: string; asn?: number; country?: string } = {}) {
  const lookUp = () => {
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const context = { options: { ipData: { lookUp }, hostingAsns: new Set([HOSTING]) } } as unknown as GateContext;
  const { ip = '192.0.2.1', asn, country = 'DE' } = given;
  return whereaboutsOf(context, { ip, asn }, { country });
}

describe('where a request came from', () => {
  it('is what the data of addresses say, and the network hosting where the operator named it', () => {
    expect(know({ country: 'FR', asn: 64_501 })).toEqual({
      ipCountry: 'FR',
      numberCountry: 'DE',
      isHosting: false,
      asn: 64_501,
    });
    expect(know({ country: 'FR', asn: HOSTING })).toMatchObject({ isHosting: true, asn: HOSTING });
  });

  it('is the site’s own AS before that of the data', () => {
    expect(know({ asn: 64_501 }, { asn: HOSTING })).toMatchObject({ isHosting: true, asn: HOSTING });
    expect(know({ asn: HOSTING }, { asn: 64_501 })).toMatchObject({ isHosting: false, asn: 64_501 });
  });

  it.each<[what: string, answer: unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['an error', new Error('no such file')],
    ['no country', {}],
    ['no place', { country: 'EU' }],
    ['nobody knows where', { country: 'ZZ' }],
    ['a place that no time zone names', { country: 'AC' }],
    ['a list that reads like a country', { country: ['DE'] }],
    ['an object that reads like a country', { country: { toString: () => 'DE' } }],
    ['a number', { country: 49 }],
    ['an AS that is none', { asn: -1 }],
    ['an AS as a text', { asn: '64500' }],
  ])('is not known where the data answer %s', (_what, answer) => {
    expect(know(answer)).toEqual({ ipCountry: undefined, numberCountry: 'DE', isHosting: false, asn: undefined });
  });

  it('is not asked for an address that is none', () => {
    expect(know({ country: 'FR', asn: HOSTING }, { ip: 'nowhere' })).toMatchObject({
      ipCountry: undefined,
      asn: undefined,
    });
  });

  it('says nothing of numbers that belong to no country', () => {
    expect(know({}, { country: '001' }).numberCountry).toBeUndefined();
  });
});
