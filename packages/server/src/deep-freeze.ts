/** Freezes plain objects and lists all the way down, and answers the same value. */
export function deepFreeze<T>(value: T): T {
  // Bytes cannot be frozen; secrets are copied where they are read.
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const member of Object.values(value)) deepFreeze(member);
  return Object.freeze(value);
}
