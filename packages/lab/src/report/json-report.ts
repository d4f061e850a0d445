import type { Scoreboard } from '../score/scoreboard.js';

/**
 * The scoreboard as JSON: keys sorted, two spaces of indent, a newline at the end. Equal scoreboards give equal bytes,
 * whatever order their members were written in. What is `undefined` or no finite number stands as `null`.
 */
export function jsonReport(scoreboard: Scoreboard): string {
  return `${JSON.stringify(scoreboard, plainMember, 2)}\n`;
}

function plainMember(_key: string, value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
