/**
 * The last day that a price's date names, as milliseconds since 1970 at its start in UTC: `2025-10` is 2025-10-31.
 * `undefined` for any other text, and for a day that no calendar has.
 */
export function lastDayMs(asOf: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(asOf) ?? [];
  const atMs = day ? Date.UTC(Number(year), Number(month) - 1, Number(day)) : Date.UTC(Number(year), Number(month), 0);
  // A day too many rolls over into the next month, and is then another text.
  return year && new Date(atMs).toISOString().startsWith(asOf) ? atMs : undefined;
}

/** True for a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return text.length === 10 && lastDayMs(text) !== undefined;
}
