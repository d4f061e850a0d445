/**
 * Milliseconds since 1970 as they were when the process started, counted on by a clock that nobody sets: a wrong time
 * server neither brings a spent token back to life nor keeps the gate shut until the day it named. It stands still while the machine is suspended,
 * and a wrong time at the start stays until the next one.
 */
export function monotonicClock(): number {
  return performance.timeOrigin + performance.now();
}
