import { type Code, encodeBase64url, LIMITS } from '@tollgate/core';
import { brandGate } from '../gate-brand.js';
import type { Permit } from '../permit.js';
import { mintPermit } from '../permits.js';
import type { Expected, SenderDefinition } from '../sender.js';
import type { Allow } from '../verdict.js';
import { ask } from './booking.js';
import { answerOf, answerOfCall, type CanaryAnswer, demandAllow } from './canary.js';
import { besideIt, neighbourOf } from './home.js';
import type { Sandbox, Scene } from './sandbox.js';
import type { CanariesOf } from './token-canaries.js';

type Definition = SenderDefinition<string, string>;

/** A text that was granted in the sandbox, and senders that count what they send and send it to nobody. */
class Desk {
  sent = 0;
  /** Whose permit it is: the gate that senders name. */
  readonly gate = newGate();

  private constructor(
    readonly site: Sandbox,
    readonly scene: Scene,
    readonly allow: Allow,
  ) {}

  static async at(site: Sandbox): Promise<Desk> {
    const scene = site.scene();
    const verdict = await ask(site, scene);
    demandAllow(verdict);
    return new Desk(site, scene, verdict);
  }

  /** The permit of the text, or one that says otherwise. */
  permit(change: Partial<Pick<Permit, 'id' | 'phone'>> = {}): Permit {
    const { id, phone, action, channel, segments, expiresAtSec } = this.allow.permit;
    const fields = { id, phone, action, channel, segments, expiresAtSec, ...change };
    return mintPermit(this.scene.context, this.gate, fields);
  }

  send(permit: Permit, { definition = {}, expected }: Sending = {}): Promise<CanaryAnswer> {
    const sender = this.site.steps.defineSender<string, string>({
      name: 'self-test',
      channels: ['sms'],
      segments: () => 1,
      send: async () => {
        this.sent++;
        return 'sent to nobody';
      },
      gate: this.gate,
      ...definition,
    });
    return answerOfCall(() => sender(permit, 'self-test', expected));
  }
}

/** What a sender is told that does not fit the permit. */
interface Sending {
  readonly definition?: Partial<Definition>;
  readonly expected?: Expected;
}

/** An object that senders take for a gate, and that is reached from here alone. */
function newGate(): object {
  const gate = Object.freeze({});
  brandGate(gate);
  return gate;
}

/** One text goes out, and none of what was refused, whatever is said of it. */
function atDesk(code: Code, of: string, show: (desk: Desk) => Promise<CanaryAnswer>): CanariesOf {
  return ({ site }) => {
    const shown = async () => {
      const desk = await Desk.at(site);
      const answer = await show(desk);
      if (desk.sent !== 1) throw new Error(`${desk.sent} texts went out, not one`);
      return answer;
    };
    return [{ code, of, show: shown }];
  };
}

/** A sender that must refuse the permit, which then goes out as it should. */
const mismatched = (code: Code, of: string, sendingOf: (desk: Desk) => Sending): CanariesOf =>
  atDesk(code, of, async (desk) => {
    const permit = desk.permit();
    const answer = await desk.send(permit, sendingOf(desk));
    demandAllow(await desk.send(permit, { expected: { phone: permit.phone, action: permit.action, channel: 'sms' } }));
    return answer;
  });

/** The permit goes out by its own object; then by one that another process opened. */
async function sendOpened(desk: Desk): Promise<CanaryAnswer> {
  const { site, scene, gate } = desk;
  const permit = desk.permit();
  const facts = { sealed: await permit.seal(), phone: permit.phone };
  demandAllow(await desk.send(permit));
  const opened = await site.steps.openPermit(scene.context, gate, facts);
  demandAllow(answerOf(opened));
  return opened.ok ? desk.send(opened.value) : answerOf(opened);
}

/** Permits at the sender: nothing goes out but what a permit was given for, once. */
export const SENDERS = {
  'permit-foreign': mismatched('permit-foreign', 'another gate’s, at a sender', () => ({
    definition: { gate: newGate() },
  })),
  'permit-number-mismatch': mismatched('permit-number-mismatch', 'at a sender', ({ site }) => ({
    expected: { phone: neighbourOf(site.home, 1).e164 },
  })),
  'permit-action-mismatch': mismatched('permit-action-mismatch', 'at a sender', () => ({
    expected: { action: 'another-action' },
  })),
  'permit-channel-mismatch': (visitor) => [
    ...mismatched('permit-channel-mismatch', 'at a sender', () => ({ expected: { channel: 'voice' } }))(visitor),
    ...mismatched('permit-channel-mismatch', 'at a sender of calls', () => ({ definition: { channels: ['voice'] } }))(
      visitor,
    ),
  ],
  'permit-segments-exceeded': mismatched('permit-segments-exceeded', 'at a sender', () => ({
    definition: { segments: () => 2 },
  })),
  'permit-claimed': (visitor) => [
    ...atDesk('permit-claimed', 'sent twice', async (desk) => {
      const permit = desk.permit();
      demandAllow(await desk.send(permit));
      return desk.send(permit);
    })(visitor),
    ...atDesk('permit-claimed', 'sent, opened and sent again', sendOpened)(visitor),
  ],
  'permit-expired': atDesk('permit-expired', 'at a sender after 120 s', async (desk) => {
    const { site, scene } = desk;
    const other = await ask(site, scene, { destination: besideIt(site.home) });
    demandAllow(other);
    scene.pass(LIMITS.permitTtlSec - 1);
    demandAllow(await desk.send(desk.permit()));
    scene.pass(1);
    return desk.send(desk.permit({ id: other.permit.id, phone: other.permit.phone }));
  }),
  'permit-unknown': atDesk('permit-unknown', 'at a sender', async (desk) => {
    demandAllow(await desk.send(desk.permit()));
    return desk.send(desk.permit({ id: encodeBase64url(desk.site.randomBytes(LIMITS.idBytes)) }));
  }),
  'permit-unused': atDesk('permit-unused', 'a callback that claims nothing', async (desk) => {
    const { site, allow } = desk;
    const verdict = { ...allow, permit: desk.permit() };
    const answer = await answerOfCall(() => site.steps.handOver({ verdict }, async () => undefined));
    demandAllow(await answerOfCall(() => site.steps.handOver({ verdict }, (permit) => desk.send(permit))));
    return answer;
  }),
} as const satisfies Record<string, CanariesOf>;
