/** One line of a table: what was measured, then figures by name. */
export type Row = Readonly<Record<string, string | number>>;

export interface Table {
  readonly rows: readonly Row[];
  /** Lines to print below. */
  readonly notes?: readonly string[];
}

/** Prints rows under the names of the first one's members, figures to the right. */
export function printTable(title: string, { rows, notes = [] }: Table): void {
  const names = Object.keys(rows[0] ?? {});
  const lines = [names, ...rows.map((row) => names.map((name) => format(row[name])))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  console.log(title);
  for (const line of lines) {
    const cells = line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)));
    console.log(`  ${cells.join('  ')}`);
  }
  for (const note of notes) console.log(`  ${note}`);
  console.log('');
}

/** The value below which `share` of the sorted figures lie. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function format(value: string | number | undefined): string {
  if (typeof value !== 'number') return value ?? '';
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });
}
