import { vi } from 'vitest';
import { defineSender, type SenderDefinition } from '../../src/sender.js';
import { freshPhone } from './phones.js';
import { createTestGate, DE_PHONE, facts, permitOf } from './test-gate.js';
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
  const grant = async (segments = 1, phone = DE_PHONE) =>
    permitOf(await setup.gate.admit(facts(await visitor.token({ phone }), { segments, phone })));
  /** What the pool holds now, in texts, as the next admission sees it: one to another number. */
  const textsOut = async () => {
    const phone = freshPhone();
    const { cost } = await setup.gate.admit(facts(await visitor.token({ phone }), { phone }));
    return (cost.exposure?.usedMicroUsd ?? NaN) / (cost.price?.microUsd ?? NaN);
  };
  return { ...setup, visitor, provider, send, grant, textsOut };
}
