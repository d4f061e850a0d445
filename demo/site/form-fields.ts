import { type Request } from 'express';

/** A text field of a posted form or JSON body. Anything else, or anything too long, reads as empty. */
export function textField(req: Request, name: string, maxChars: number): string {
  const body: unknown = req.body;
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return '';
  const value = (body as Record<string, unknown>)[name];
  return typeof value === 'string' && value.length <= maxChars ? value.trim() : '';
}

/** A token is passed on as it came, one character too long included: judging it is the gate's work. */
export function tokenField(req: Request): string | undefined {
  const body = req.body as Record<string, unknown> | undefined;
  const value = body?.['tollgate-token'];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
