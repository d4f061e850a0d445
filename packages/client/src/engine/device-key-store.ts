/**
 * Where the device key lies: IndexedDB `tollgate`, store `device`, key `key`. Each function rejects where IndexedDB is
 * refused: private windows, third-party frames, a full disk.
 */
const DATABASE = 'tollgate';
const STORE = 'device';
const KEY = 'key';

/** Opens the database, creating it on the first visit. The caller closes it. */
export function openDeviceKeyStore(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return settled(request);
}

/** The key kept earlier, or `undefined`. */
export async function readDeviceKey(database: IDBDatabase): Promise<CryptoKeyPair | undefined> {
  const kept: unknown = await settled(database.transaction(STORE, 'readonly').objectStore(STORE).get(KEY));
  return isDeviceKey(kept) ? kept : undefined;
}

/**
 * Keeps `fresh` unless another tab was faster, and answers the key that is kept. One transaction reads and writes, so
 * that two tabs opened at once agree.
 */
export function keepDeviceKey(database: IDBDatabase, fresh: CryptoKeyPair): Promise<CryptoKeyPair> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, 'readwrite');
    const store = transaction.objectStore(STORE);
    const request = store.get(KEY);
    let kept = fresh;
    request.onsuccess = () => {
      if (isDeviceKey(request.result)) kept = request.result;
      else store.put(fresh, KEY);
    };
    transaction.oncomplete = () => resolve(kept);
    transaction.onabort = () => reject(transaction.error ?? new Error('transaction aborted'));
  });
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('request failed'));
  });
}

/** A private window may give back a key it cannot use; one of another kind is written over. */
function isDeviceKey(value: unknown): value is CryptoKeyPair {
  const { privateKey, publicKey } = (value ?? {}) as Partial<CryptoKeyPair>;
  return [privateKey, publicKey].every((key) => key instanceof CryptoKey && key.algorithm.name === 'ECDSA');
}
