import { createTollgate } from '@tollgate/client';

export interface SolveCalls {
  /**
   * Milliseconds from the first touch of a form to the last piece of its challenge, with all its workers from the start,
   * as if the person had pressed submit at once. The client, and so its workers, are new each time.
   */
  measureSolve(endpoint: string, workers: number): Promise<number>;
}

const NUMBER = '+12025550123';

async function measureSolve(endpoint: string, workers: number): Promise<number> {
  const tollgate = createTollgate({ endpoint, action: 'signup', workers, signals: false });
  const start = performance.now();
  let solvedAt = start;
  tollgate.on('progress', () => {
    solvedAt = performance.now();
  });
  await tollgate.token({ phone: NUMBER });
  tollgate.close();
  return solvedAt - start;
}

Object.assign(window, { measureSolve } satisfies SolveCalls);
