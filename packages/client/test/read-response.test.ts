import { describe, expect, it } from 'vitest';
import { readResponse } from '../src/widget/read-response.js';

const REFUSAL = { code: 'step-up', ways: ['email'] };
const UNREADABLE = { code: 'internal' };
const refused = (body: BodyInit | null, status = 403) => new Response(body, { status });

describe('what a server answered', () => {
  it('is the body where a page has read it already', async () => {
    expect(await readResponse(REFUSAL)).toBe(REFUSAL);
    expect(await readResponse(undefined)).toBeUndefined();
  });

  it('is read from a response, which stays readable', async () => {
    const response = refused(JSON.stringify(REFUSAL));
    expect(await readResponse(response)).toEqual(REFUSAL);
    expect(await response.json()).toEqual(REFUSAL);
  });

  it('is read from the response of another realm or library, which is no instance of ours', async () => {
    const clone = () => ({ body: refused(JSON.stringify(REFUSAL)).body });
    const other = { status: 403, ok: false, clone, arrayBuffer: () => undefined };
    expect(await readResponse(other)).toEqual(REFUSAL);
  });

  it('is nothing where it went through', async () => {
    expect(await readResponse(new Response('{"code":"step-up"}'))).toBeUndefined();
  });

  it('is that nobody answered', async () => {
    expect(await readResponse(Response.error())).toEqual({ code: 'network-failed' });
  });

  it.each([
    ['a page', refused('<h1>Internal Server Error</h1>', 500)],
    ['no body', refused(null, 500)],
    ['a list', refused('[]')],
    ['more than 16 KiB', refused(JSON.stringify({ ...REFUSAL, more: 'x'.repeat(16_384) }))],
    ['bytes that are no text', refused(new Uint8Array([0xff, 0xfe]))],
  ])('is a failure where it is %s', async (_, response) => {
    expect(await readResponse(response)).toEqual(UNREADABLE);
  });

  it('is a failure where the page has read the body and keeps it', async () => {
    const response = refused(JSON.stringify(REFUSAL));
    await response.text();
    expect(await readResponse(response)).toEqual(UNREADABLE);
  });
});
