/** Calls a function of the page by its name, with what it is to be told. Answers false where there is none of that name. */
export function callPage(name: string, ...values: unknown[]): boolean {
  const found = (globalThis as Record<string, unknown>)[name];
  if (typeof found !== 'function') return false;
  (found as (...values: unknown[]) => void)(...values);
  return true;
}
