import { CsvError, parse } from 'csv-parse/sync';

/** One row of a CSV text. */
export interface CsvRow {
  /** The line it ends on, counted from 1, empty lines and a header's too. */
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads the first rows of a CSV text (RFC 4180; any line ends, empty lines skipped), all with as many fields as the
 * first one. Throws `TypeError` naming the line where it is none.
 */
export function readCsvRows(text: string, limits: { delimiter: string; rowsMax: number }): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  try {
    parse(text, {
      delimiter: limits.delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
      to: limits.rowsMax,
      max_record_size: 65_536,
      on_record: (fields, { lines }) => {
        rows.push({ line: lines, fields });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new TypeError(`price table, line ${Number(error['lines'])}: ${error.message}`, { cause: error });
  }
  return rows;
}
