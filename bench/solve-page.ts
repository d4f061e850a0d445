import { attach, createTollgate } from '@tollgate/client';

export interface SolveCalls {
  /**
   * Milliseconds from the first touch of a form to the last piece of its challenge, with all its workers from the start,
   * as if the person had pressed submit at once. The client, and so its workers, are new each time.
   */
  measureSolve(endpoint: string, workers: number): Promise<number>;
  /** Milliseconds from the press of the button to the form leaving, when the number took so long to type. */
  measureWait(typingMs: number): Promise<number>;
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

async function measureWait(typingMs: number): Promise<number> {
  const form = document.createElement('form');
  form.innerHTML = '<input type="tel" name="phone"><button>Text me</button>';
  document.body.append(form);
  const phone = form.querySelector('input')!;
  const attachment = attach(form, { endpoint: '/tollgate', action: 'signup' });
  phone.focus();
  for (let typed = 1; typed <= NUMBER.length; typed += 1) {
    phone.value = NUMBER.slice(0, typed);
    phone.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, typingMs / NUMBER.length));
  }
  const start = performance.now();
  const left = new Promise<number>((resolve) => {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      resolve(performance.now() - start);
    });
  });
  form.querySelector('button')!.click();
  const waitMs = await left;
  attachment.detach();
  form.remove();
  return waitMs;
}

Object.assign(window, { measureSolve, measureWait } satisfies SolveCalls);
