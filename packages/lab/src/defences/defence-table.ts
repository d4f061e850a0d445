import { ALLOW_LIST } from './allow-list.js';
import { AUTHGEAR } from './authgear.js';
import type { DefenceRow } from './defence.js';
import { FIXED_CAPTCHA } from './fixed-captcha.js';
import { LIMITS } from './limits.js';
import { NOTHING } from './nothing.js';
import { TOLLGATE } from './tollgate.js';

/** What is compared, ours last. */
export const DEFENCES: readonly DefenceRow[] = [NOTHING, LIMITS, FIXED_CAPTCHA, ALLOW_LIST, AUTHGEAR, TOLLGATE];
