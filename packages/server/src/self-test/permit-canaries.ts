import {
  type Code,
  decodeSealedPermit,
  encodeBase64url,
  encodeSealedPermit,
  LIMITS,
  PERMIT_TYPE,
  type SealedPermit,
} from '@tollgate/core';
import type { GateContext } from '../gate-context.js';
import { parkedKey } from '../parked.js';
import type { Permit } from '../permit.js';
import { mintPermit } from '../permits.js';
import { answerOf, type Canary, type CanaryAnswer, demandAllow } from './canary.js';
import { type CanaryVisitor, type Part, unsignedJws } from './canary-visitor.js';
import { exampleIn, neighbourOf } from './home.js';
import type { Sandbox, Scene } from './sandbox.js';
import type { CanariesOf } from './token-canaries.js';

/** A permit needs no pool to be opened: any two numbers do. */
const { e164: PHONE } = exampleIn('US');
const { e164: OTHER_PHONE } = neighbourOf(exampleIn('US'), 1);
/** Nobody's gate: senders compare it, and none is in the sandbox. */
const GATE = Object.freeze({});

/** A sealed permit that must not be opened, made where a right one was. */
interface Forgery {
  readonly of?: string;
  readonly forge: (scene: Scene, right: SealedPermit, site: Sandbox) => string | Promise<string>;
}

/** Mints the permit of a text to a number, as `allow` carries it. */
function mint(site: Sandbox, { context }: Scene, phone = PHONE): Permit {
  const id = encodeBase64url(site.randomBytes(LIMITS.idBytes));
  const expiresAtSec = context.nowSec() + LIMITS.permitTtlSec;
  return mintPermit(context, GATE, { id, phone, action: site.action, channel: 'sms', segments: 1, expiresAtSec });
}

/** Each forgery where it comes as a sealed text, and where it was parked: as if somebody wrote to the store. */
function forged(code: Code, ...forgeries: readonly Forgery[]): CanariesOf {
  return ({ site }) =>
    forgeries.flatMap((forgery): readonly Canary[] => {
      const named = (way: string) => (forgery.of === undefined ? way : `${way}, ${forgery.of}`);
      return [
        { code, of: named('sealed'), show: () => openForged(site, forgery) },
        { code, of: named('parked'), show: () => takeForged(site, forgery) },
      ];
    });
}

async function openForged(site: Sandbox, { forge }: Forgery): Promise<CanaryAnswer> {
  const scene = site.scene();
  const open = (sealed: string) => site.steps.openPermit(scene.context, GATE, { sealed, phone: PHONE });
  const right = await mint(site, scene).seal();
  demandAllow(answerOf(await open(right)));
  return answerOf(await open(await forge(scene, decoded(right), site)));
}

async function takeForged(site: Sandbox, { forge }: Forgery): Promise<CanaryAnswer> {
  const scene = site.scene();
  const { context } = scene;
  const right = mint(site, scene);
  const sealed = await right.seal();
  await site.steps.parkPermit(context, right);
  demandAllow(await takeParked(site, context));
  const wrong = await forge(scene, decoded(sealed), site);
  await context.store.park(await parkedKey(context, PHONE, site.action), wrong, LIMITS.permitTtlSec * 1_000);
  return takeParked(site, context);
}

async function takeParked(site: Sandbox, context: GateContext, change: { phone?: string; action?: string } = {}) {
  const asked = { phone: PHONE, action: site.action, ...change };
  return answerOf(await site.steps.takeParkedPermit(context, GATE, asked));
}

function decoded(sealed: string): SealedPermit {
  const permit = decodeSealedPermit(sealed);
  if (!permit.ok) throw new Error(`refused before the canary: ${permit.code}`);
  return permit.value.permit;
}

/** A permit's text of the right shape but for these members; nobody signed it. */
function shaped({ header, payload }: { readonly header?: Part; readonly payload?: Part }): Forgery {
  const forge: Forgery['forge'] = ({ context }, { site, pid, action, channel, segments, dst, expSec }) => {
    const named = { alg: 'HS256', kid: context.keyring.signingKid, typ: PERMIT_TYPE, ...header };
    const bytes = { pid: encodeBase64url(pid), dst: encodeBase64url(dst) };
    const fields = { v: 1, site, act: action, chn: channel, seg: segments, ...bytes, exp: expSec, ...payload };
    return unsignedJws(named, fields, 32);
  };
  return { forge };
}

/** What the gate's own key signed, of another site or time. */
const signed = (of: string, change: (right: SealedPermit) => Partial<SealedPermit>): Forgery => ({
  of,
  forge: ({ context: { keyring } }, right) =>
    encodeSealedPermit({ ...right, ...change(right) }, keyring.signingKid, keyring.signer('permit')),
});

/** Signed all right, by a key that is not the one it is checked with. */
const FORGED: readonly Forgery[] = [
  { ...shaped({}), of: 'nobody signed it' },
  {
    of: 'signed as a challenge',
    forge: ({ context: { keyring } }, right) =>
      encodeSealedPermit(right, keyring.signingKid, keyring.signer('challenge')),
  },
];

const KEY_UNKNOWN: Forgery = {
  forge: ({ context: { keyring } }, right) => encodeSealedPermit(right, 'unknown', keyring.signer('permit')),
};

/** In order, and for somebody else. */
const FOR_ANOTHER: readonly Forgery[] = [
  { of: 'for another number', forge: (scene, _, site) => mint(site, scene, OTHER_PHONE).seal() },
  signed('another permit’s binding', ({ pid }) => ({ pid: new Uint8Array(pid.map((byte) => byte ^ 1)) })),
];

/** To the second at which a claim is refused too. */
const EXPIRED: Forgery = {
  of: 'after 120 s',
  forge: async (scene, _, site) => {
    const sealed = await mint(site, scene).seal();
    scene.pass(LIMITS.permitTtlSec);
    return sealed;
  },
};

/** Somebody asks for what is parked, and nothing is there for them. */
function notThere(of: string, ask: (site: Sandbox, scene: Scene) => Promise<CanaryAnswer>): CanariesOf {
  return ({ site }) => {
    const show = async () => {
      const scene = site.scene();
      await site.steps.parkPermit(scene.context, mint(site, scene));
      return ask(site, scene);
    };
    return [{ code: 'permit-unknown', of, show }];
  };
}

/** What is parked stays where it is when others ask. */
const forOthers = (of: string, change: { readonly phone?: string; readonly action?: string }): CanariesOf =>
  notThere(of, async (site, { context }) => {
    const answer = await takeParked(site, context, change);
    demandAllow(await takeParked(site, context));
    return answer;
  });

/** Permits on their way between processes: sealed, and parked. */
export const PERMITS = {
  'permit-encoding-invalid': forged('permit-encoding-invalid', { forge: () => '!' }),
  'permit-header-invalid': forged('permit-header-invalid', shaped({ header: { alg: 'none' } })),
  'permit-payload-invalid': forged('permit-payload-invalid', shaped({ payload: { phone: '' } })),
  'permit-version-unsupported': forged('permit-version-unsupported', shaped({ payload: { v: 2 } })),
  'permit-key-unknown': forged('permit-key-unknown', KEY_UNKNOWN),
  'permit-forged': forged('permit-forged', ...FORGED),
  'permit-foreign': forged(
    'permit-foreign',
    signed('another site’s', ({ site }) => ({ site: site === 'another' ? 'other' : 'another' })),
  ),
  'permit-expired': forged('permit-expired', EXPIRED),
  'permit-number-mismatch': forged('permit-number-mismatch', ...FOR_ANOTHER),
  'permit-unknown': (visitor: CanaryVisitor) =>
    [
      forOthers('parked for another number', { phone: OTHER_PHONE }),
      forOthers('parked for another action', { action: 'another-action' }),
      notThere('parked and taken', async (site, { context }) => {
        demandAllow(await takeParked(site, context));
        return takeParked(site, context);
      }),
      notThere('parked 120 s ago', (site, scene) => {
        scene.pass(LIMITS.permitTtlSec);
        return takeParked(site, scene.context);
      }),
    ].flatMap((make) => make(visitor)),
} as const satisfies Record<string, CanariesOf>;
