import { parsePriceCsv } from '@tollgate/server/price-csv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPriceTable } from '../src/prices/price-table.js';

const AS_OF = { asOf: '2026-01-01' };
const read = (text: string) => parsePriceCsv(text, AS_OF);

function thrown(text: unknown): Error {
  try {
    read(text as string);
  } catch (error) {
    return error as Error;
  }
  throw new Error('a refusal expected');
}

describe('a value in a price table that is out of bounds is a RangeError with its line and column', () => {
  it.each([
    ['1e3', ','],
    ['1e-3', ','],
    ['0x1', ','],
    ['1,5', ';'],
    ['1.000,5', ';'],
    ['1_000', ','],
    [' ', ','],
    [' 0.1', ','],
    ['0.1 ', ','],
    ['NaN', ','],
    ['Infinity', ','],
    ['-0.1', ','],
    ['+0.1', ','],
    ['$0.1', ','],
    ['.1', ','],
    ['1.', ','],
    ['0', ','],
    ['0.000', ','],
    [`0.${'0'.repeat(400)}1`, ','],
    ['100.01', ','],
    ['9'.repeat(400), ','],
    ['٠.١', ','],
    ['"0.1\n"', ','],
  ])('the price %j', (price, delimiter) => {
    for (const column of ['sms_usd', 'voice_usd']) {
      const rows = [`prefix,${column}`, '1,0.01', `49,${price}`].join('\n');
      const error = thrown(delimiter === ',' ? rows : rows.replace('prefix,', 'prefix;').replace(/^(\d+),/gm, '$1;'));
      expect(error).toBeInstanceOf(RangeError);
      expect(error.message).toMatch(
        new RegExp(`^price table, line [34], column "${column}": must be above 0 and at most`),
      );
    }
  });

  it.each([
    '',
    '0',
    '049',
    '0049',
    '+',
    '++49',
    '49 ',
    ' 49',
    '4 9',
    '491511234',
    'DE',
    '4.9',
    '-49',
    '49\u0000',
    '４９',
  ])('the prefix %j', (prefix) => {
    const error = thrown(`prefix,sms_usd\n1,0.01\n${prefix},0.1`);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toContain(
      'price table, line 3, column "prefix": must be a calling prefix, 1 to 8 digits, not',
    );
  });

  it.each([
    ['49', '49'],
    ['+49', '49'],
    ['49', '+49'],
  ])('the prefixes %s and %s, which are one', (first, second) => {
    const error = thrown(`prefix,sms_usd\n${first},0.1\n\n1,0.01\n${second},0.1`);
    expect(error).toEqual(
      new RangeError(
        `price table, line 5, column "prefix": must not repeat the prefix of line 2, not ${JSON.stringify(second)}`,
      ),
    );
  });

  it('a line without any price', () => {
    expect(thrown('prefix,sms_usd,voice_usd\n49,,')).toEqual(
      new RangeError('price table, line 2: has neither "sms_usd" nor "voice_usd"'),
    );
  });

  it('more than 100,000 prefixes', () => {
    const rows = Array.from({ length: 100_001 }, (_, at) => `${10_000_000 + at},0.01`);
    const error = thrown(['prefix,sms_usd', ...rows].join('\n'));
    expect(error).toEqual(new RangeError('price table, line 100002: more than 100000 prefixes'));
    const most = read(['prefix,sms_usd', ...rows.slice(1)].join('\n'));
    expect(Object.keys(most.smsUsd ?? {})).toHaveLength(100_000);
  });

  it('more than 8 MiB, before anything is read', () => {
    const most = 8 * 1024 * 1024;
    for (const text of ['x'.repeat(most + 1), 'ü'.repeat(most / 2 + 1)]) {
      expect(thrown(text)).toEqual(new RangeError('price table: must be at most 8 MiB'));
    }
    expect(thrown('x'.repeat(most)).message).not.toContain('8 MiB');
  });
});

describe('a text that is no price table is a TypeError', () => {
  it.each<[string, unknown, string]>([
    ['nothing', '', 'line 1: has no header'],
    ['empty lines', '\n\r\n\n', 'line 1: has no header'],
    ['no text', new Uint8Array(8), 'must be the text of a CSV file'],
    ['undefined', undefined, 'must be the text of a CSV file'],
    ['a table without a header', '49,0.1\n1,0.01', 'line 1: the header has no column "prefix"'],
    ['a header without prefixes', '\ndial,sms_usd\n49,0.1', 'line 2: the header has no column "prefix"'],
    ['a header without prices', 'prefix,usd\n49,0.1', 'line 1: the header has no column "sms_usd" or "voice_usd"'],
    ['a header of one column', 'prefix\n49', 'line 1: the header has no column "sms_usd" or "voice_usd"'],
    ['other delimiters', 'prefix\tsms_usd\n49\t0.1', 'line 1: the header has no column "prefix"'],
    ['a column twice', 'prefix,sms_usd,SMS_USD\n49,1,2', 'line 1, column "sms_usd": stands in the header twice'],
    ['the prefix twice', 'prefix,prefix,sms_usd\n4,9,1', 'line 1, column "prefix": stands in the header twice'],
    ['a header alone', 'prefix,sms_usd\n', 'has no line below its header'],
    ['a decimal comma', 'prefix,sms_usd\n1,0.1\n49,1,5', 'line 3: '],
    ['a line too short', 'prefix,sms_usd\n49', 'line 2: '],
    ['a quote that never closes', 'prefix,sms_usd\n49,"0.1\n1,0.1', 'line 3: '],
    ['a quote inside a value', 'prefix,sms_usd\n49,0"1', 'line 2: '],
    ['a web page', '<!doctype html>\n<p>Sign in</p>', 'line 1: the header has no column "prefix"'],
    ['UTF-16 read as UTF-8', 'p\u0000r\u0000e\u0000f\u0000i\u0000x\u0000', 'line 1: the header has no column "prefix"'],
    ['a line without end', `prefix,sms_usd\n49,${'0'.repeat(100_000)}`, 'line 2: '],
  ])('%s', (_, text, message) => {
    const error = thrown(text);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toMatch(/^price table/);
    expect(error.message).toContain(message);
  });
});

describe('a price table', () => {
  it('is read with either column, both, any others and any order', () => {
    expect(read('prefix,sms_usd\n49,0.1\n+1,0.01')).toEqual({ ...AS_OF, smsUsd: { '49': 0.1, '1': 0.01 } });
    expect(read('voice_usd,prefix\n0.1,49')).toEqual({ ...AS_OF, voiceUsd: { '49': 0.1 } });
    expect(read('country,voice_usd,note,prefix,sms_usd\nDE,0.2,"a, b",49,0.1\nUS,,,1,0.01\nGB,0.3,,44,')).toEqual({
      ...AS_OF,
      smsUsd: { '49': 0.1, '1': 0.01 },
      voiceUsd: { '49': 0.2, '44': 0.3 },
    });
  });

  it.each([
    ['a byte order mark', '\ufeffprefix,sms_usd,voice_usd\n49,0.1,0.2'],
    ['semicolons', 'prefix;sms_usd;voice_usd\n49;0.1;0.2'],
    ['semicolons, a byte order mark and quotes', '\ufeff"sms_usd";"prefix";"voice_usd"\r\n"0.1";"49";"0.2"\r\n'],
    ['semicolons, the prefix last', 'sms_usd;voice_usd;prefix\n0.1;0.2;49'],
    ['commas beside a semicolon', '"a;b",prefix,sms_usd,voice_usd\n"1;2",49,0.1,0.2'],
    ['semicolons beside a comma', '"a,b";prefix;sms_usd;voice_usd\n"1,2";49;0.1;0.2'],
    ['Windows line ends', 'prefix,sms_usd,voice_usd\r\n49,0.1,0.2\r\n'],
    ['old Macintosh line ends', 'prefix,sms_usd,voice_usd\r49,0.1,0.2\r'],
    ['mixed line ends', 'prefix,sms_usd,voice_usd\r\n49,0.1,0.2\n\r\n'],
    ['empty lines', '\n\nprefix,sms_usd,voice_usd\n\n49,0.1,0.2\n\n'],
    ['quotes', '"prefix","sms_usd","voice_usd"\n"49","0.1","0.2"'],
    ['a header in other letters', ' Prefix , SMS_USD , Voice_USD\n49,0.1,0.2'],
    ['figures written longer', 'prefix,sms_usd,voice_usd\n+49,00.10,0.200000'],
    ['a note over two lines', 'prefix,sms_usd,voice_usd,note\n49,0.1,0.2,"one\ntwo"'],
  ])('may have %s', (_, text) => {
    expect(read(text)).toEqual({ ...AS_OF, smsUsd: { '49': 0.1 }, voiceUsd: { '49': 0.2 } });
  });

  it('counts lines over empty ones and quoted line ends', () => {
    expect(thrown('\nprefix,sms_usd,note\n\n49,0.1,"one\ntwo"\n1,x,\n').message).toContain('line 6, column "sms_usd"');
  });

  it('takes both ends of the bounds', () => {
    expect(read('prefix,sms_usd\n1,100\n12345678,0.000001').smsUsd).toEqual({ '1': 100, '12345678': 0.000001 });
  });

  it('carries the day, the fee and the function on to the gate, which checks them', () => {
    const usdOf = () => undefined;
    const options = { asOf: '2026-01-01', feeUsd: 0.05, usdOf };
    expect(parsePriceCsv('prefix,sms_usd\n49,0.1', options)).toEqual({ ...options, smsUsd: { '49': 0.1 } });
  });

  it('is one that prices texts', () => {
    const table = createPriceTable(read('prefix,sms_usd,voice_usd\n49,0.1,\n+4915,0.07,0.2'));
    expect(table.priceOf('+4915112345678', 'sms')).toMatchObject({ microUsd: 70_000, asOf: '2026-01-01' });
    expect(table.priceOf('+4915112345678', 'voice').microUsd).toBe(200_000);
    expect(table.priceOf('+493012345678', 'voice').microUsd).toBe(1_000_000);
  });

  it('comes back as it was written, whatever it holds', () => {
    const prices = fc.dictionary(
      fc.stringMatching(/^[1-9][0-9]{0,7}$/),
      fc.integer({ min: 1, max: 1e8 }).map((microUsd) => microUsd / 1e6),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(prices, fc.constantFrom(',', ';'), fc.constantFrom('\n', '\r\n'), (smsUsd, delimiter, end) => {
        const rows = Object.entries(smsUsd).map(([prefix, usd]) => [prefix, usd.toFixed(6)].join(delimiter));
        expect(read([`prefix${delimiter}sms_usd`, ...rows].join(end)).smsUsd).toEqual(smsUsd);
      }),
    );
  });

  it('is refused or read, and nothing else, for any text', () => {
    const text = fc.array(fc.constantFrom('prefix', 'sms_usd', '49', '0.1', ',', ';', '"', '\n', '\r', ' ', '\0', 'é'));
    fc.assert(
      fc.property(text, (parts) => {
        try {
          read(`prefix,sms_usd\n${parts.join('')}`);
        } catch (error) {
          expect(error instanceof RangeError || error instanceof TypeError).toBe(true);
          expect((error as Error).message).toMatch(/^price table/);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
