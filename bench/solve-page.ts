import { attach, createTollgate } from '@tollgate/client';

interface Timing {
  /** From the first touch of the form to the last piece. */
  readonly solveMs: number;
  /** From then to the token: pricing, signing. */
  readonly tokenMs: number;
}

declare global {
  interface Window {
    measureSolve(workers: number): Promise<Timing>;
    measureWait(typingMs: number): Promise<number>;
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

const NUMBER = '+12025550123';

/** Milliseconds from the press of the button to the form leaving, when the number took so long to type. */
window.measureWait = async (typingMs) => {
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
};
