/** How often each address has failed. */
const failures = new Map<string, number>();

/**
 * Loads a module beside the script. Browsers remember that one could not be loaded, also where the network was at fault:
 * after a failure it is asked for under another name, unless the page says what its files have to be: it says so by name.
 */
export async function loadModule<T>(url: string): Promise<T> {
  const failed = isPinned() ? 0 : (failures.get(url) ?? 0);
  try {
    return (await import(failed === 0 ? url : `${url}?again=${failed}`)) as T;
  } catch (error) {
    failures.set(url, failed + 1);
    throw error;
  }
}

/** True where an import map has hashes. */
function isPinned(): boolean {
  const maps = document.querySelectorAll('script[type=importmap]');
  return [...maps].some(({ textContent }) => textContent.includes('"integrity"'));
}
