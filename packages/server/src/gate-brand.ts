/** Gates made by `createGate`, so that a look-alike handed to a sender is refused. */
const gates = new WeakSet<object>();

export function brandGate(gate: object): void {
  gates.add(gate);
}

export function isGate(value: unknown): boolean {
  return typeof value === 'object' && value !== null && gates.has(value);
}
