export { decodeBase64url, decodeBase64urlOf, encodeBase64url } from './base64url.js';
export { concatBytes, le32, utf8 } from './bytes.js';
export { CHALLENGE_TYPE, decodeChallenge, encodeChallenge } from './challenge.js';
export type { Challenge, DecodedChallenge, PuzzleSpec } from './challenge.js';
export { decodeChallengeRequest, readChallengeResponse } from './challenge-request.js';
export type { ChallengeRequest, ChallengeResponse, DecodedChallengeRequest } from './challenge-request.js';
export { checkProof, countRightPieces, proofBoundsFault } from './check-proof.js';
export type { ProofCode, ProofToCheck } from './check-proof.js';
export { codeRow, CODES } from './codes.js';
export type { Code, VerdictCode, VerdictKind } from './codes.js';
export type { Awaitable, Sign } from './compact-jws.js';
export { puzzleCost, workCost } from './cost.js';
export type { WorkCost } from './cost.js';
export { deviceThumbprint, readDeviceJwk } from './device-key.js';
export type { DeviceJwk } from './device-key.js';
export {
  CHANNELS,
  isAction,
  isBounded,
  isChannel,
  isE164,
  isIntegerBetween,
  isKid,
  isOrigin,
  isSite,
} from './fields.js';
export type { Channel } from './fields.js';
export { decodeInboundTicket, encodeInboundTicket, INBOUND_TYPE } from './inbound-ticket.js';
export type { DecodedTicket, InboundTicket } from './inbound-ticket.js';
export { hasExactMembers, isJsonObject, parseJsonObject } from './json.js';
export type { JsonObject } from './json.js';
export { LIMITS, WIRE_VERSION } from './limits.js';
export { nonceLimit, puzzleInput, winningTarget } from './puzzle.js';
export type { Block, BlockSearch, NonceHash, PuzzleRow, PuzzleSubject, Sha256 } from './puzzle.js';
export type { Assumption, AttackerCost, PuzzleCost } from './puzzle-cost.js';
export { findPuzzle, PUZZLES } from './puzzle-table.js';
export type { PuzzleName } from './puzzle-table.js';
export { argon2id1 } from './puzzles/argon2id-1.js';
export { hashwx1 } from './puzzles/hashwx-1.js';
export { accept, refuse } from './result.js';
export type { Refusal, Result } from './result.js';
export { checkPiece, searchPiece } from './search-piece.js';
export type { PieceTask, SearchOptions } from './search-piece.js';
export { decodeSealedPermit, encodeSealedPermit, PERMIT_TYPE } from './sealed-permit.js';
export type { DecodedPermit, SealedPermit } from './sealed-permit.js';
export { readSignals, SIGNAL_NAMES } from './signals.js';
export type { Signal, SignalError, SignalName, Signals, SignalValues } from './signals.js';
export { decodeToken, encodeProof, encodeToken, isClientData, isExtension, TOKEN_TYPE } from './token.js';
export type { DecodedToken, Token } from './token.js';
