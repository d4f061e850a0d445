import { refusalOf } from '../door-reply.js';
import { answerRequest } from '../http-door.js';
import type { Parking } from '../park-handler.js';
import { type CanaryAnswer, demandAllow } from './canary.js';
import type { Sandbox } from './sandbox.js';
import type { CanariesOf } from './token-canaries.js';

/** Challenges a network may ask for in any minute: written down here a second time, so that a slip in the first shows. */
const A_MINUTE = 60;
/** A minute, and the ten seconds by which it is counted too long. */
const AFTER_SEC = 70;

/** Callers of one network, and one of the next (RFC 5737 and 3849: nobody's). */
interface Neighbourhood {
  readonly of: string;
  readonly at: (caller: number) => string;
  readonly beside: string;
}

const NEIGHBOURHOODS: readonly Neighbourhood[] = [
  { of: 'an IPv4 address', at: () => '192.0.2.1', beside: '192.0.2.2' },
  { of: 'an IPv6 /64', at: (caller) => `2001:db8::${caller.toString(16)}`, beside: '2001:db8:0:1::1' },
];

const CODE = 'challenge-rate-exceeded';
/** What the door says to a request that it counted, and that has no body. */
const COUNTED = refusalOf('media-type-refused').status;
const REFUSED = refusalOf(CODE).status;

/** Nothing comes as far. */
const NO_PARKING: Parking = {
  admit: () => Promise.reject(new Error('admitted')),
  park: () => Promise.reject(new Error('parked')),
};

/** A door of the gate's with a count of its own. A request without a body costs it nothing but the count. */
function doorOf(site: Sandbox) {
  const scene = site.scene();
  const { context } = scene;
  const own = { rate: site.steps.createChallengeRate(), parking: NO_PARKING };
  const origin = context.options.origins[0]!;
  const knock = async (ip: string): Promise<CanaryAnswer> => {
    const request = new Request('https://self-test.invalid/challenge', { method: 'POST', headers: { origin } });
    const { status } = await answerRequest(context, own, { request, ip });
    if (status === COUNTED) return { kind: 'allow', reasons: [] };
    return { kind: 'deny', code: status === REFUSED ? CODE : undefined, reasons: [String(status)] };
  };
  return { knock, scene };
}

/** Once too often in a minute. Elsewhere, and a minute later, somebody is still answered. */
async function onceTooOften(site: Sandbox, { at, beside }: Neighbourhood): Promise<CanaryAnswer> {
  const { knock, scene } = doorOf(site);
  for (let caller = 0; caller < A_MINUTE; caller++) demandAllow(await knock(at(caller)));
  const answer = await knock(at(A_MINUTE));
  demandAllow(await knock(beside));
  scene.pass(AFTER_SEC);
  demandAllow(await knock(at(0)));
  return answer;
}

/** How often a network may ask for a challenge, through the gate's own door. */
export const RATES = {
  [CODE]: ({ site }) =>
    NEIGHBOURHOODS.map((neighbourhood) => {
      return { code: CODE, of: neighbourhood.of, show: () => onceTooOften(site, neighbourhood) };
    }),
} as const satisfies Record<string, CanariesOf>;
