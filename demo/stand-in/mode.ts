import { jsonReply, type Exchange, type Reply } from './exchange.js';
import { twilioError } from './twilio-error.js';

const MODES = ['ok', 'fail', 'refuse', 'accept-then-hang', 'slow'] as const;
type ModeName = (typeof MODES)[number];

export interface Mode {
  readonly mode: ModeName;
  /** How late `slow` answers. */
  readonly delayMs: number;
}

const OK: Mode = { mode: 'ok', delayMs: 0 };
const MAX_DELAY_MS = 60_000;
const MAX_TIMES = 1_000_000;

/** What the stand-in was told to do with the next requests that want something sent. */
export class ModeSwitch {
  #mode: Mode = OK;
  #timesLeft = Number.POSITIVE_INFINITY;

  set(mode: Mode, times?: number): void {
    this.#mode = mode;
    this.#timesLeft = times ?? Number.POSITIVE_INFINITY;
  }

  /** The mode for one request; when it has been used as often as told, the stand-in is well again. */
  take(): Mode {
    const mode = this.#mode;
    this.#timesLeft -= 1;
    if (this.#timesLeft <= 0) this.set(OK);
    return mode;
  }

  get current(): Mode {
    return this.#mode;
  }
}

/** `POST /_stand-in/mode` with `{ mode, delayMs?, times? }`. */
export function handleMode(exchange: Exchange, modes: ModeSwitch): Reply {
  // JSON only: a page of another origin cannot post that without asking first, and is not answered.
  if (exchange.contentType !== 'application/json') return jsonReply(415, { error: 'send application/json' });
  const told = parseOrder(exchange.body);
  if (!told)
    return jsonReply(400, { error: `mode is one of ${MODES.join(', ')}; delayMs and times are whole numbers` });
  modes.set({ mode: told.mode, delayMs: told.delayMs }, told.times);
  return jsonReply(200, modes.current);
}

function parseOrder(body: string): (Mode & { times: number | undefined }) | undefined {
  const value = parseJson(body) as Record<string, unknown> | null | undefined;
  const mode = MODES.find((name) => name === value?.['mode']);
  const delayMs = value?.['delayMs'] ?? 0;
  const times = value?.['times'];
  if (!mode || !isWhole(delayMs, MAX_DELAY_MS)) return undefined;
  if (times !== undefined && (!isWhole(times, MAX_TIMES) || times === 0)) return undefined;
  return { mode, delayMs, times };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isWhole = (value: unknown, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max;

/** The refusal that a mode asks for before anything is accepted. */
export function refusalOf(mode: Mode): Reply | undefined {
  if (mode.mode === 'fail') return twilioError(20503);
  if (mode.mode === 'refuse') return twilioError(21610);
  return undefined;
}
