/** Waits for the next task. A message, since nested timers wait 4 ms each, and a second in a background tab. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      // An open port would keep a Node process alive.
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
