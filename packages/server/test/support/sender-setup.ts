import { vi } from 'vitest';
import { defineSender, type SenderDefinition } from '../../src/sender.js';
import { createTestGate, facts, permitOf } from './test-gate.js';
import { Visitor } from './visitor.js';

export interface Text {
  readonly segments: number;
}
export type Definition = SenderDefinition<Text, string>;

/** A gate, and a sender to a provider that is called and answers as told. */
export async function setUpSender(change: Partial<Definition> = {}) {
  const setup = createTestGate();
  const visitor = await Visitor.at(setup.gate);
  const provider = vi.fn<Definition['send']>(async ({ permitId }) => `receipt of ${permitId}`);
  const definition = {
    name: 'test',
    channels: ['sms'],
    segments: ({ segments }: Text) => segments,
    send: provider,
  } as const;
  const send = defineSender<Text, string>({ ...definition, ...change });
  const grant = async (segments = 1) => permitOf(await setup.gate.admit(facts(await visitor.token(), { segments })));
  /** What the pool holds now, in texts, as the next admission sees it. */
  const textsOut = async () => {
    const { cost } = await setup.gate.admit(facts(await visitor.token()));
    return (cost.exposure?.usedMicroUsd ?? NaN) / (cost.price?.microUsd ?? NaN);
  };
  return { ...setup, visitor, provider, send, grant, textsOut };
}
