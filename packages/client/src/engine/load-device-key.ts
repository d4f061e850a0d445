import { generateDeviceKey, requireSubtle } from '../session/device.js';
import { keepDeviceKey, openDeviceKeyStore, readDeviceKey } from './device-key-store.js';

/** Some browsers neither open a refused database nor say so. */
const STORE_WAIT_MS = 1_000;

/**
 * Resolves to the device key: the one kept in this browser profile for this origin, or a new one, kept if possible. Where
 * IndexedDB is refused or silent for a second the key lives as long as the page. Rejects with `crypto-unavailable`.
 */
export async function loadDeviceKey(): Promise<CryptoKeyPair> {
  const subtle = requireSubtle();
  const kept = await withinWait(loadKept(subtle));
  return kept ?? generateDeviceKey(subtle);
}

async function loadKept(subtle: SubtleCrypto): Promise<CryptoKeyPair> {
  const database = await openDeviceKeyStore(indexedDB);
  try {
    const known = await readDeviceKey(database);
    // Generated first: a transaction ends as soon as it is left waiting for anything else.
    return known ?? (await keepDeviceKey(database, await generateDeviceKey(subtle)));
  } finally {
    database.close();
  }
}

function withinWait<T>(work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), STORE_WAIT_MS);
    void work
      .catch(() => undefined)
      .then((value) => {
        clearTimeout(timer);
        resolve(value);
      });
  });
}
