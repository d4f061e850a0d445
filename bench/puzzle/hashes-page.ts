import { hashAltcha } from './altcha-hashes.js';
import type { HashRound } from './hash-round.js';
import type { HashesInWorker, RoundAnswer, RoundOrder } from './hashes-worker.js';

export type Subject = HashesInWorker | 'altcha-sha256' | 'altcha-pbkdf2';

export interface HashesCalls {
  /** Has a subject hash for some time, in one worker. */
  hashSubject(subject: Subject, ms: number): Promise<HashRound>;
}

const worker = new Worker('/hashes-worker.js', { type: 'module' });

async function hashSubject(subject: Subject, ms: number): Promise<HashRound> {
  switch (subject) {
    case 'altcha-sha256':
      return hashAltcha({ algorithm: 'SHA-256', cost: 1 }, ms);
    case 'altcha-pbkdf2':
      return hashAltcha({ algorithm: 'PBKDF2/SHA-256', cost: 5_000 }, ms);
    default:
      return hashInWorker({ subject, ms });
  }
}

function hashInWorker(order: RoundOrder): Promise<HashRound> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<RoundAnswer>) => {
      if ('round' in data) resolve(data.round);
      else reject(new Error(data.error));
    };
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(order);
  });
}

Object.assign(window, { hashSubject } satisfies HashesCalls);
