/** The only wire version there is; `v` of every challenge, token and permit. */
export const WIRE_VERSION = 1;

/**
 * Every bound of wire version 1 that both sides rely on. Sizes are checked before anything is decoded or parsed.
 * Characters are UTF-16 code units of ASCII text unless a name says bytes.
 */
export const LIMITS = Object.freeze({
  /** A whole token as the form carries it. */
  tokenMaxChars: 4_096,
  challengeMaxChars: 1_024,
  sealedPermitMaxChars: 1_024,
  inboundTicketMaxChars: 1_024,
  /** The body of `POST /challenge`, a priced request included. */
  challengeBodyMaxBytes: 4_096,

  siteMaxChars: 64,
  kidMaxChars: 64,
  actionMaxChars: 32,
  /** A serialised web origin, or `app:<name>`. */
  originMaxChars: 255,
  /** What a person may type into the number's field; E.164 itself is at most 16. */
  phoneMaxChars: 40,
  /** `cd`: data the site wants returned, in UTF-16 code units of any text. */
  clientDataMaxChars: 255,
  /** `ext`: the bytes of its JSON text. */
  extensionMaxBytes: 1_024,
  /** `sig`: the bytes of its JSON text. */
  signalsMaxBytes: 1_024,
  /** How deeply a received JSON text may nest. */
  jsonMaxDepth: 8,

  /** `jti` of a challenge and `pid` of a permit. */
  idBytes: 16,
  /** The salt in front of a bound number. */
  saltBytes: 8,
  /** A bound number: salt and 16 bytes of HMAC-SHA-256. */
  dstBytes: 24,
  /** `visitor.id` in the signals. */
  visitorIdBytes: 8,
  /** One nonce of a proof on the wire. */
  nonceBytes: 4,

  challengeTtlSec: 900,
  /** How far in the future `iat` may lie before it is refused. */
  clockSkewSec: 60,
  /** How long an `allow` keeps its money and may still be claimed. */
  permitTtlSec: 120,
  /** How long somebody has who was invited to text the site. */
  inboundTtlSec: 300,

  /** Pieces of one puzzle. */
  piecesMax: 64,
  /** Expected hashes of one piece; a nonce is below 64 × p and takes 4 bytes, so p stays below 2^26. */
  pMax: 2 ** 26 - 1,
  /** A nonce is below this many times p: a searcher fails once in e^64. */
  nonceRangeFactor: 64,
  /** Segments of one text that a permit may name. */
  segmentsMax: 10,
});
