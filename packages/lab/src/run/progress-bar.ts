const WIDTH = 40;

/** Shows how far a run is, on one line where there is a terminal and at each tenth where there is none. */
export class ProgressBar {
  #shown = -1;

  constructor(
    readonly stream: NodeJS.WriteStream,
    readonly total: number,
  ) {}

  show(done: number): void {
    const percent = Math.floor((100 * done) / this.total);
    if (percent === this.#shown) return;
    this.#shown = percent;
    const filled = Math.round((WIDTH * percent) / 100);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${percent} % of ${this.total} runs`;
    if (this.stream.isTTY) this.stream.write(`\r${bar}${percent === 100 ? '\n' : ''}`);
    else if (percent % 10 === 0) this.stream.write(`${percent} % of ${this.total} runs\n`);
  }
}
