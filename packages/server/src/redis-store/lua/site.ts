import { TEXT_RULES } from '../../text-rules.js';
import { PRELUDE } from './prelude.js';
import { RECORDS } from './records.js';

/** How long a store that lost writes is closed to strangers, unless the operator opens it. */
const DEGRADED_MS = 3_600_000;

/** Finds the site's record, or makes it under the name that the caller brought. */
export const OPEN = /* lua */ `${PRELUDE}
local gen = site[1]
if not gen then
  gen = a.fresh
  redis.call('HSET', S, 'gen', gen)
end
tick()
return {seq, gen}
`;

/**
 * After a loss: gives the store a new name, so that every process notices, closes it to strangers, and puts back what
 * the caller was granted in the last two minutes. Whoever comes later finds the new name and only puts back its own.
 */
export const RECOVER = /* lua */ `${PRELUDE}
local gen, was = site[1] or '', redis.call('HGET', S, 'was') or ''
if not string.find(was, a.gen, 1, true) then
  was = string.sub(was .. ' ' .. gen .. ' ' .. a.gen, -400)
  gen, seq = a.fresh, math.max(seq, a.seq + 1)
  redis.call('HSET', S, 'gen', gen, 'was', was, 'degraded', now + ${DEGRADED_MS})
end
tick()
return {seq, gen}
`;

/** Puts back some of a process's own grants; what the store still has is left alone. */
export const RESTORE = /* lua */ `${PRELUDE}${RECORDS}
if isLost() then return {'lost'} end
tick()
local HOLD_MS = ${TEXT_RULES.holdMs}
for _, grant in ipairs(a.grants) do
  if redis.call('EXISTS', textKey(grant.permit.pid)) == 0 and (grant.isClaimed or now < grant.heldAt + HOLD_MS) then
    local number, numberExpiresAt = findNumber(grant.number)
    local device, deviceExpiresAt = load(deviceKey(grant.device))
    hold(grant, number, numberExpiresAt, device, deviceExpiresAt)
    if grant.isClaimed then claimText(grant.permit.pid, (load(textKey(grant.permit.pid)))) end
  end
end
return {seq, 'restored'}
`;

/** What meters hold; nothing is written, not even the clock. */
export const SNAPSHOT = /* lua */ `${PRELUDE}
if isLost() then return {'lost'} end
local found = {}
for _, name in ipairs(a.meters) do
  for _, window in ipairs({'hour', 'day', 'month'}) do
    for _, sum in ipairs(ALL) do found[#found + 1] = used(name, sum, window) end
  end
end
return {seq - 1, found}
`;

export const CONTROLS = /* lua */ `${PRELUDE}
if isLost() then return {'lost'} end
return {seq - 1, tonumber(site[5] or 0), redis.call('HGET', S, 'ct') or ''}
`;

export const CONTROL = /* lua */ `${PRELUDE}
if isLost() then return {'lost'} end
tick()
local version = tonumber(site[5] or 0)
if a.version == version + 1 then
  redis.call('HSET', S, 'cv', a.version, 'ct', a.text)
  version = a.version
end
return {seq, version, redis.call('HGET', S, 'ct') or ''}
`;

export const PARK = /* lua */ `${PRELUDE}
if isLost() then return {'lost'} end
tick()
save(S .. 'k:' .. a.key, a.sealed, now + a.ttl)
return {seq}
`;

export const TAKE = /* lua */ `${PRELUDE}
if isLost() then return {'lost'} end
tick()
local sealed = load(S .. 'k:' .. a.key)
redis.call('DEL', S .. 'k:' .. a.key)
return {seq, sealed or ''}
`;

export const FORGET = /* lua */ `${PRELUDE}
if isLost() then return {'lost'} end
tick()
for _, name in ipairs(a.number) do redis.call('DEL', S .. 'n:' .. name) end
for _, key in ipairs(a.parked) do redis.call('DEL', S .. 'k:' .. key) end
return {seq}
`;

/** The operator's word: strangers again, and the server's clock as it is now, also where it had been ahead. */
export const REOPEN = /* lua */ `${PRELUDE}
if isLost() then return {'lost'} end
redis.call('HSET', S, 'seq', seq, 'last', math.floor(time[1] * 1000 + time[2] / 1000) + a.offset)
redis.call('HDEL', S, 'degraded')
return {seq}
`;
