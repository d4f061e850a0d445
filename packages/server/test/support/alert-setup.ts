import type { Alert } from '../../src/alerts.js';
import type { GateOptions } from '../../src/options.js';
import { type Asking, setUpMoney } from './money-setup.js';

/** Alerts are told beside what is going on. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

/** The gate of `setUpMoney`, and what its operator was told. */
export function setUpAlerts(overrides: Partial<GateOptions> = {}) {
  const alerts: Alert[] = [];
  const setup = setUpMoney({ onAlert: (alert) => void alerts.push(alert), ...overrides });
  const told = async (kind: Alert['kind']) => {
    await settled();
    return alerts.filter((alert) => alert.kind === kind);
  };
  /** The levels told of one limit, oldest first. */
  const levels = async (meter: string, sum: string, window = 'hour') => {
    await settled();
    return alerts.flatMap((alert) =>
      alert.kind === 'limit-used' && alert.meter === meter && alert.sum === sum && alert.window === window
        ? [alert.percent]
        : [],
    );
  };
  const texts = async (count: number, asking: Asking = {}) => setup.textEach(count, () => asking);
  return { ...setup, alerts, told, levels, texts };
}
