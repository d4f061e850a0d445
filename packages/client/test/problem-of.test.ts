import { expect, it } from 'vitest';
import { TollgateError, type TollgateErrorCode } from '../src/tollgate-error.js';
import { problemOf } from '../src/widget/problem-of.js';

const NOW_MS = 2_000;

it.each<[TollgateErrorCode, string]>([
  ['network-failed', 'offline'],
  ['number-invalid', 'numberInvalid'],
  ['crypto-unavailable', 'insecure'],
  ['challenge-refused', 'failed'],
  ['answer-unusable', 'failed'],
  ['engine-unavailable', 'failed'],
  ['solver-failed', 'failed'],
  ['token-too-long', 'failed'],
  ['timed-out', 'failed'],
])('%s is shown as %s', (code, problem) => {
  expect(problemOf(new TollgateError(code, ''), NOW_MS)).toEqual({ kind: 'problem', problem, code });
});

it('too many tries say when to try again', () => {
  expect(problemOf(new TollgateError('try-later', '', { retryAfterSec: 20 }), NOW_MS)).toEqual({
    kind: 'problem',
    problem: 'tryLater',
    code: 'try-later',
    untilMs: 22_000,
  });
});

it('too many tries without a time are a failure: there is no sentence without one', () => {
  expect(problemOf(new TollgateError('try-later', ''), NOW_MS)).toMatchObject({ problem: 'failed', code: 'try-later' });
});
