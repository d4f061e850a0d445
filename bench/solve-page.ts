import { createTollgate } from '@tollgate/client';

interface Timing {
  /** From the first touch of the form to the last piece. */
  readonly solveMs: number;
  /** From then to the token: pricing, signing. */
  readonly tokenMs: number;
}

declare global {
  interface Window {
    measureSolve(workers: number): Promise<Timing>;
  }
}

/** Solves one challenge with all its workers from the start, as if the person had pressed submit at once. */
window.measureSolve = async (workers) => {
  const tollgate = createTollgate({ endpoint: '/tollgate', action: 'signup', workers, signals: false });
  const start = performance.now();
  let solvedAt = start;
  tollgate.on('progress', () => {
    solvedAt = performance.now();
  });
  await tollgate.token({ phone: '+12025550123' });
  const end = performance.now();
  tollgate.close();
  return { solveMs: solvedAt - start, tokenMs: end - start };
};
