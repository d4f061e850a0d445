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
seq = math.max(seq, a.seq)
tick()
return {seq, gen}
`;

/**
 * After a loss: gives the store a new name, so that every process notices, and closes it to strangers. Whoever comes later
 * finds the new name. Controls that are missing are put back; where others were made meanwhile, those hold. Either way under
 * a version that was never used before, so that nobody takes one for the other.
 */
export const RECOVER = /* lua */ `${PRELUDE}
local gen, was = site[1] or '', redis.call('HGET', S, 'was') or ''
if not string.find(was, a.gen, 1, true) then
  was = string.sub(was .. ' ' .. gen .. ' ' .. a.gen, -400)
  gen = a.fresh
  redis.call('HSET', S, 'gen', gen, 'was', was, 'degraded', now + ${DEGRADED_MS})
end
local version, text = tonumber(site[4] or 0), redis.call('HGET', S, 'ct') or ''
local isMissing = text == '' and a.controls.text ~= ''
if isMissing or (version == a.controls.version and text ~= a.controls.text) then
  redis.call('HSET', S, 'ct', isMissing and a.controls.text or text, 'cv', math.max(now, version + 1))
end
seq = math.max(seq, a.seq)
tick()
return {seq, gen}
`;

/**
 * Puts back some of a process's own grants, and says which permits it claimed, whoever they were granted to. What the store
 * still has is left alone, but for a permit that it still takes for unclaimed.
 */
export const RESTORE = /* lua */ `${PRELUDE}${RECORDS}
if isLost() then return {'lost'} end
tick()
local function markKey(pid) return S .. 'x:' .. pid end
for _, pid in ipairs(a.claimed) do
  local text = load(textKey(pid))
  if text and text.state == 'held' then claimText(pid, text) end
  if not text then save(markKey(pid), true, now + ${2 * TEXT_RULES.holdMs}) end
end
for _, grant in ipairs(a.grants) do
  local pid = grant.permit.pid
  local isClaimed = load(markKey(pid))
  if not load(textKey(pid)) and (isClaimed or now < grant.heldAt + ${TEXT_RULES.holdMs}) then
    hold(grant, {findNumber(grant.number)}, {load(deviceKey(grant.device))})
    if isClaimed then claimText(pid, (load(textKey(pid)))) end
  end
end
return {seq, 'restored'}
`;

/** What meters hold; nothing is written, not even the clock or the count. */
export const SNAPSHOT = /* lua */ `${PRELUDE}
if isLost() then return {'lost'} end
local found = {}
for _, name in ipairs(a.meters) do
  for _, window in ipairs({'hour', 'day', 'month'}) do
    for _, sum in ipairs(ALL) do found[#found + 1] = used(name, sum, window) end
  end
end
return {a.seq, found}
`;

export const CONTROLS = /* lua */ `${PRELUDE}
if isLost() then return {'lost'} end
return {a.seq, tonumber(site[4] or 0), redis.call('HGET', S, 'ct') or ''}
`;

export const CONTROL = /* lua */ `${PRELUDE}
if isLost() then return {'lost'} end
tick()
local version = tonumber(site[4] or 0)
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
tick()
redis.call('HSET', S, 'last', math.floor(time[1] * 1000 + time[2] / 1000) + a.offset)
redis.call('HDEL', S, 'degraded')
return {seq}
`;
