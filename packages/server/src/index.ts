export { CODES } from '@tollgate/core';
export type { Assumption, Channel, Code, VerdictKind, WorkCost } from '@tollgate/core';
export type { Alert } from './alerts.js';
export { clientIp } from './client-ip.js';
export type { Hop } from './client-ip.js';
export type { Cause, Evidence, Impression, Standing, Weight } from './evidence/evidence.js';
export type { Facts } from './facts.js';
export type { ChangedBy, ClosedPrefix, ControlRecord, Controls } from './controls.js';
export { explain } from './explain.js';
export type { Heat } from './allowances.js';
export { createGate } from './gate.js';
export type { Gate, GateLimits } from './gate.js';
export type { Caller } from './http-door.js';
export type { InboundInvitation } from './inbound/invitation.js';
export type { InboundOption } from './inbound/option.js';
export type { InboundText } from './inbound/take-text.js';
export type { InboundClaim, TextedIn } from './inbound/take-ticket.js';
export type { Secret } from './keyring.js';
export type { IpData, IpPlace } from './ip-data.js';
export type { Mode, ShadowPart } from './mode.js';
export { createMemoryStore } from './memory-store/memory-store.js';
export type { MemoryStoreOptions } from './memory-store/memory-store.js';
export type { GateOptions, StepUp } from './options.js';
export type { Permit } from './permit.js';
export type { NumberPolicy, NumberType, PhoneAsTyped } from './phone-number.js';
export type { Cap, CapMicroUsd, ElsewhereOption, FormerLimits, Pool, PoolOption } from './pools.js';
export type { Price, TextPrice } from './prices/price.js';
export type { OperatorPrices, UsdOf } from './prices/operator-prices.js';
export { ProviderError } from './provider-error.js';
export type { ProviderAnswer } from './provider-error.js';
export type { GateReport, ReportOutcome } from './report.js';
export { countSegments } from './segments.js';
export type { SelfTestReport, SelfTestRule } from './self-test/report.js';
export { defineSender } from './sender.js';
export type { Delivery, Expected, Sender, SenderDefinition } from './sender.js';
export type {
  AdmitClaim,
  AdmitResult,
  Choice,
  ClaimResult,
  Histories,
  HistoryDay,
  Limit,
  MeterReading,
  MeterUse,
  NumberKeys,
  Opening,
  Outcome,
  PermitRecord,
  PermitState,
  Report,
  ReportResult,
  ReportSubject,
  RowUse,
  SettleResult,
  SpendResult,
  Store,
  StoredControls,
  Sum,
  Tier,
  Unit,
  Window,
} from './store.js';
export type { Sent } from './send.js';
export { TollgateError } from './tollgate-error.js';
export type {
  Allow,
  CostStatement,
  Exposure,
  Refused,
  Verdict,
  VerdictEvent,
  VerdictRecord,
  WouldBe,
} from './verdict.js';
export { verdictReply } from './verdict-reply.js';
export type { Reply } from './verdict-reply.js';
