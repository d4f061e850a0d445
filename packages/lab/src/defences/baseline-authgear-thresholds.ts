/** Codes that were entered, of one country. */
export interface VerifiedCounts {
  /** On the best whole UTC day of the 14 before today. */
  readonly bestDay: number;
  /** Within the last 24 h. */
  readonly lastDay: number;
  /** Within the last hour. */
  readonly lastHour: number;
}

/** Unverified texts that one country or IP may have; not always whole numbers. */
export interface Thresholds {
  /** Sent within the last 24 h. */
  readonly day: number;
  /** Sent within the last hour. */
  readonly hour: number;
}

/** What a country may have before anybody entered a code. */
const FLOOR: Thresholds = { day: 20, hour: 3 };

/** What an IP may have before it has a verified text. */
const NETWORK_FLOOR: Thresholds = { day: 10, hour: 5 };

/** Unverified texts for each verified one: `daily_ratio` and `hourly_ratio`, their defaults. */
const RATIO: Thresholds = { day: 0.3, hour: 0.2 };

/** A busy hour has a sixth of its day. */
const BUSY_HOURS = 6;

/**
 * How many unverified texts a country may have: Authgear's published formula as we read it, in
 * `docs/specs/fraud-protection.md` of their public server repository, 2026. Each is the largest of three: a floor, a
 * share of the best of 14 days, and a share of what is verified just now, for days of sudden success.
 */
export function authgearThresholds({ bestDay, lastDay, lastHour }: VerifiedCounts): Thresholds {
  const dayByHistory = bestDay * RATIO.day;
  const dayBySpike = lastDay * RATIO.day;
  const hourByHistory = (bestDay / BUSY_HOURS) * RATIO.hour;
  const hourBySpike = lastHour * RATIO.hour;
  return {
    day: Math.max(FLOOR.day, dayByHistory, dayBySpike),
    hour: Math.max(FLOOR.hour, hourByHistory, hourBySpike),
  };
}

/** How many an IP may have that has so many verified texts of the last 24 h; source as above. */
export function networkThresholds(verified: number): Thresholds {
  return {
    day: Math.max(NETWORK_FLOOR.day, verified * RATIO.day),
    hour: Math.max(NETWORK_FLOOR.hour, (verified / BUSY_HOURS) * RATIO.hour),
  };
}
