/**
 * Shows something to a function of the operator's, in a promise of its own: what it throws or rejects with reaches neither
 * the visitor nor the process.
 */
export function tellOperator<T>(listen: (value: T) => void | Promise<void>, value: T): void {
  void Promise.resolve(value)
    .then(listen)
    .catch(() => undefined);
}
