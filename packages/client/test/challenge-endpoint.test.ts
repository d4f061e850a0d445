import { createHeadlessClient } from '@tollgate/client/headless';
import type { Challenge } from '@tollgate/core';
import { describe, expect, it } from 'vitest';
import { ChallengeServer, json, type ServerOptions } from './challenge-server.js';

const PHONE = '+4915112345678';

function connect(options: ServerOptions) {
  const server = new ChallengeServer(options);
  const settings = { endpoint: 'https://shop.example/tollgate', action: 'signup', origin: 'app:test' };
  return { server, client: createHeadlessClient({ ...settings, fetch: server.fetch }) };
}

describe('a refusal of the endpoint', () => {
  it.each([
    [400, { code: 'number-invalid' }, { code: 'number-invalid', serverCode: 'number-invalid' }],
    [403, { code: 'number-refused' }, { code: 'challenge-refused', serverCode: 'number-refused' }],
    [403, { code: 'origin-refused' }, { code: 'challenge-refused', serverCode: 'origin-refused' }],
    [400, { code: 'action-unknown' }, { code: 'challenge-refused', serverCode: 'action-unknown' }],
    [429, { code: 'try-later' }, { code: 'try-later', serverCode: 'try-later', retryAfterSec: undefined }],
    [500, { code: 'internal' }, { code: 'challenge-refused', serverCode: 'internal' }],
    [502, {}, { code: 'challenge-refused', serverCode: undefined }],
    [404, { code: '<script>' }, { code: 'challenge-refused', serverCode: undefined }],
    [204, undefined, { code: 'challenge-refused', serverCode: undefined }],
  ])('%i %j becomes %j', async (status, body, error) => {
    const { client } = connect({
      reply: () => (body === undefined ? new Response(null, { status }) : json(status, body)),
    });
    await expect(client.token({ phone: PHONE })).rejects.toMatchObject({ name: 'TollgateError', ...error });
  });

  it('that is HTML becomes challenge-refused', async () => {
    const { client } = connect({ reply: () => new Response('<h1>Bad gateway</h1>', { status: 502 }) });
    await expect(client.token({ phone: PHONE })).rejects.toMatchObject({ code: 'challenge-refused' });
  });

  it.each([
    ['17', 17],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
    ['-1', undefined],
  ])('with Retry-After %j waits %j seconds', async (header, retryAfterSec) => {
    const { client } = connect({ reply: () => json(429, { code: 'try-later' }, { 'retry-after': header }) });
    await expect(client.token({ phone: PHONE })).rejects.toMatchObject({ code: 'try-later', retryAfterSec });
  });

  it('leaves the client usable', async () => {
    const { client } = connect({ reply: (_, count) => (count === 1 ? json(429, { code: 'try-later' }) : undefined) });
    await expect(client.token({ phone: PHONE })).rejects.toMatchObject({ code: 'try-later' });
    await expect(client.token({ phone: PHONE })).resolves.toBeTypeOf('string');
  });
});

describe('a network that fails', () => {
  it('becomes network-failed, with its cause', async () => {
    const cause = new TypeError('fetch failed');
    const { client } = connect({ reply: () => Promise.reject(cause) });
    await expect(client.token({ phone: PHONE })).rejects.toMatchObject({ code: 'network-failed', cause });
  });

  it('in the middle of a body becomes network-failed', async () => {
    const body = new ReadableStream({
      start: (stream) => {
        stream.enqueue(new Uint8Array([0x7b]));
      },
      pull: (stream) => stream.error(new Error('reset')),
    });
    const { client } = connect({ reply: () => new Response(body) });
    await expect(client.token({ phone: PHONE })).rejects.toMatchObject({ code: 'network-failed' });
  });
});

describe('a hostile answer', () => {
  const changed = (change: (challenge: Challenge) => Challenge) => connect({ change }).client.token({ phone: PHONE });

  it.each<[string, (challenge: Challenge) => Challenge]>([
    ['another action', (challenge) => ({ ...challenge, action: 'login' })],
    ['another channel', (challenge) => ({ ...challenge, channel: 'voice' })],
    ['an unknown puzzle', (challenge) => ({ ...challenge, puzzle: { alg: 'sha256-1', p: 1, k: 1 } })],
    ['no number', (challenge) => ({ ...challenge, dst: undefined })],
    ['more than 64 pieces', (challenge) => ({ ...challenge, puzzle: { ...challenge.puzzle, k: 65 } })],
    ['p that takes minutes', (challenge) => ({ ...challenge, puzzle: { ...challenge.puzzle, p: 16_385, k: 1 } })],
    ['pieces that take minutes', (challenge) => ({ ...challenge, puzzle: { ...challenge.puzzle, p: 257, k: 64 } })],
    ['another version', (challenge) => ({ ...challenge, expSec: challenge.expSec + 1 })],
  ])('with a challenge that has %s is refused before any work', async (_, change) => {
    await expect(changed(change)).rejects.toMatchObject({ code: 'challenge-refused' });
  });

  it('with a challenge of another site than before is refused', async () => {
    const { server, client } = connect({});
    await client.token({ phone: PHONE });
    server.options.change = (challenge) => ({ ...challenge, site: 'elsewhere' });
    await expect(client.token({ phone: PHONE })).rejects.toMatchObject({ code: 'challenge-refused' });
  });

  it('that hands out one challenge twice is refused', async () => {
    const { server, client } = connect({});
    const once = await server.answer(PHONE);
    server.options.reply = () => json(200, once);
    await client.token({ phone: PHONE });
    await expect(client.token({ phone: PHONE })).rejects.toMatchObject({ code: 'challenge-refused' });
  });

  it.each<[string, unknown]>([
    ['no members', {}],
    ['a challenge that is no text', { challenge: 7, expiresInSec: 900 }],
    ['a challenge that is no JWS', { challenge: 'a.b.c', expiresInSec: 900 }],
    ['a challenge of 1,025 characters', { challenge: 'a'.repeat(1_025), expiresInSec: 900 }],
    ['a list', [1]],
    ['an unknown member', { challenge: 'a', expiresInSec: 900, then: 'x' }],
  ])('with %s is refused', async (_, body) => {
    const { client } = connect({ reply: () => json(200, body) });
    await expect(client.token({ phone: PHONE })).rejects.toMatchObject({ code: 'challenge-refused' });
  });

  it('that never ends is left after 16 KiB', async () => {
    let sent = 0;
    const body = new ReadableStream({
      pull: (stream) => {
        sent += 1_024;
        stream.enqueue(new Uint8Array(1_024).fill(0x20));
      },
    });
    const { client } = connect({ reply: () => new Response(body) });
    await expect(client.token({ phone: PHONE })).rejects.toMatchObject({ code: 'challenge-refused' });
    expect(sent).toBeLessThan(32_768);
  });
});
