/** Where a gate says what it says at its start, unless the `log` option takes it. */
export function printLine(line: string): void {
  // eslint-disable-next-line no-console -- the bound a gate starts with is meant for the operator's own log
  console.info(line);
}
