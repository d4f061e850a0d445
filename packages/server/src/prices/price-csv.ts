import { utf8 } from '@tollgate/core';
import { PREFIX_RULE, prefixDigits } from './calling-prefix.js';
import { type CsvRow, readCsvRows } from './csv-rows.js';
import type { OperatorPrices } from './operator-prices.js';
import { isPriceUsd, PREFIXES_MAX, PRICE_RULE } from './price-limits.js';

/** What a table in CSV does not say itself; checked, as the table is, when the gate is built. */
export type PriceCsvOptions = Omit<OperatorPrices, 'smsUsd' | 'voiceUsd'>;

const TEXT_MAX_BYTES = 8 * 1024 * 1024;
const PRICE_COLUMNS = ['sms_usd', 'voice_usd'] as const;

type PriceColumn = (typeof PRICE_COLUMNS)[number];
type ColumnName = 'prefix' | PriceColumn;
type Columns = Readonly<Record<ColumnName, number | undefined>>;

interface Cell {
  readonly line: number;
  readonly column: ColumnName;
  readonly text: string;
}

/**
 * Reads the operator's own table from the text of a CSV file: a header line with the columns `prefix` and `sms_usd`,
 * `voice_usd` or both, in any order among any others, then one line a calling prefix. Prices are plain decimal numbers
 * of dollars, above 0, at most 100; one of the two may be empty in a line. Delimiter `,` or, where the header has it,
 * `;`; at most 100,000 lines and 8 MiB of UTF-8.
 *
 * Throws `RangeError` for a value or a size out of bounds and `TypeError` for a text that is no such table, naming the
 * line and the column; both are the file's fault.
 */
export function parsePriceCsv(text: string, options: PriceCsvOptions): OperatorPrices {
  const [header, ...rows] = readRows(text);
  const columns = readHeader(header);
  if (rows.length === 0) throw new TypeError('price table: has no line below its header');
  const tooMany = rows[PREFIXES_MAX];
  if (tooMany) throw new RangeError(`price table, line ${tooMany.line}: more than ${PREFIXES_MAX} prefixes`);
  const prices: Record<PriceColumn, Record<string, number>> = { sms_usd: {}, voice_usd: {} };
  const lineOf = new Map<string, number>();
  for (const row of rows) {
    const prefix = readPrefix(cellOf(row, columns, 'prefix'), lineOf);
    lineOf.set(prefix, row.line);
    for (const [column, usd] of readPrices(row, columns)) prices[column][prefix] = usd;
  }
  return {
    ...options,
    smsUsd: columns.sms_usd === undefined ? undefined : prices.sms_usd,
    voiceUsd: columns.voice_usd === undefined ? undefined : prices.voice_usd,
  };
}

function readRows(text: unknown): readonly CsvRow[] {
  if (typeof text !== 'string') throw new TypeError('price table: must be the text of a CSV file');
  if (text.length > TEXT_MAX_BYTES || utf8(text).length > TEXT_MAX_BYTES) {
    throw new RangeError('price table: must be at most 8 MiB');
  }
  const table = text.replace(/^\ufeff/, '');
  return readCsvRows(table, { delimiter: delimiterOf(table), rowsMax: 1 + PREFIXES_MAX + 1 });
}

/** What stands beside the column that every header has: other columns' names may hold either. */
function delimiterOf(table: string): string {
  const header = /[^\r\n]+/.exec(table)?.[0] ?? '';
  return /(?:^|;)\s*"?prefix"?\s*;|;\s*"?prefix"?\s*$/i.test(header) ? ';' : ',';
}

/** Names in any case and spacing: ` sms_usd` would else be one more column that nobody reads. */
function readHeader(header: CsvRow | undefined): Columns {
  if (!header) throw new TypeError('price table, line 1: has no header');
  const names = header.fields.map((name) => name.trim().toLowerCase());
  const at = (column: ColumnName) => {
    const first = names.indexOf(column);
    if (first === names.lastIndexOf(column)) return first < 0 ? undefined : first;
    throw new TypeError(`price table, line ${header.line}, column "${column}": stands in the header twice`);
  };
  const columns = { prefix: at('prefix'), sms_usd: at('sms_usd'), voice_usd: at('voice_usd') };
  if (columns.prefix === undefined) throw missingColumn(header, '"prefix"');
  if (columns.sms_usd === undefined && columns.voice_usd === undefined) {
    throw missingColumn(header, '"sms_usd" or "voice_usd"');
  }
  return columns;
}

function missingColumn({ line }: CsvRow, names: string): TypeError {
  return new TypeError(`price table, line ${line}: the header has no column ${names}`);
}

function cellOf(row: CsvRow, columns: Columns, column: ColumnName): Cell {
  const at = columns[column];
  return { line: row.line, column, text: at === undefined ? '' : row.fields[at]! };
}

function readPrefix(cell: Cell, lineOf: ReadonlyMap<string, number>): string {
  const prefix = prefixDigits(cell.text);
  if (prefix === undefined) throw wrongCell(cell, PREFIX_RULE);
  const line = lineOf.get(prefix);
  if (line !== undefined) throw wrongCell(cell, `must not repeat the prefix of line ${line}`);
  return prefix;
}

function readPrices(row: CsvRow, columns: Columns): (readonly [PriceColumn, number])[] {
  const prices = PRICE_COLUMNS.flatMap((column) => {
    const cell = cellOf(row, columns, column);
    return cell.text === '' ? [] : [[column, readUsd(cell)] as const];
  });
  if (prices.length === 0) throw new RangeError(`price table, line ${row.line}: has neither "sms_usd" nor "voice_usd"`);
  return prices;
}

function readUsd(cell: Cell): number {
  // Number() alone would take 0x1, 1e3 and a blank.
  const usd = /^\d+(?:\.\d+)?$/.test(cell.text) ? Number(cell.text) : Number.NaN;
  if (!isPriceUsd(usd)) throw wrongCell(cell, PRICE_RULE);
  return usd;
}

function wrongCell({ line, column, text }: Cell, rule: string): RangeError {
  return new RangeError(
    `price table, line ${line}, column "${column}": ${rule}, not ${JSON.stringify(text.slice(0, 40))}`,
  );
}
