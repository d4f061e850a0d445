/** The JSON object in a `Response`, which stays readable, or the object itself. `undefined` for anything else. */
export async function readResponse(response: unknown): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (response instanceof Response && response.ok) return undefined;
  const body: unknown = response instanceof Response ? await readJson(response) : response;
  return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : undefined;
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.clone().json();
  } catch {
    return undefined;
  }
}
