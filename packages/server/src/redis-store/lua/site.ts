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
 * finds the new name.
 *
 * The newest controls that anybody knows come back. Versions are compared within one name of the store alone: what was
 * changed in a store of another name, after the loss, holds. They get a version that was never used, so that nobody takes
 * one for the other. A server that lost nothing, by its own count and by what the caller knows, is left as it is: another one
 * had answered. `cr` is the version that a recovery left, `cs` and `cg` the one they had before and in which store: a
 * process that comes later may know newer ones.
 */
export const RECOVER = /* lua */ `${PRELUDE}
local gen = site[1] or ''
if not a.isKnown and not isLost() then
  tick()
  return {seq, gen}
end
local kept = redis.call('HMGET', S, 'was', 'ct', 'cr', 'cs', 'cg')
local was, text, version = kept[1] or '', kept[2] or '', tonumber(site[4] or 0)
local isFirst = not string.find(was, a.gen, 1, true)
local isSame = gen == a.gen
if isFirst then
  was = string.sub(was .. ' ' .. gen .. ' ' .. a.gen, -400)
  gen = a.fresh
  redis.call('HSET', S, 'gen', gen, 'was', was, 'degraded', now + ${DEGRADED_MS})
end
local known = a.controls.version
local isNewer
if isFirst then
  isNewer = (isSame or text == '') and known > version
else
  isNewer = a.gen == kept[5] and version == tonumber(kept[3]) and known > tonumber(kept[4])
end
local isOther = version == known and text ~= a.controls.text
if isNewer or isOther then
  local before = version
  version = math.max(now, version + 1)
  redis.call('HSET', S, 'ct', isNewer and a.controls.text or text, 'cv', version)
  if not isNewer and tonumber(kept[3] or -1) == before then redis.call('HSET', S, 'cr', version) end
end
if isNewer then redis.call('HSET', S, 'cr', version, 'cs', known, 'cg', a.gen) end
if isFirst and not isNewer then
  local isComparable = isSame or text == ''
  redis.call('HSET', S, 'cr', version, 'cs', isSame and tonumber(site[4] or 0) or 0, 'cg', isComparable and a.gen or '')
end
seq = math.max(seq, a.seq)
tick()
return {seq, gen}
`;

/**
 * Puts back some of a process's own grants, and says which permits it claimed, whoever they were granted to. What the store
 * still has is left alone, but for a permit that it still takes for unclaimed. What is put back unclaimed counts its money
 * and can no longer be claimed: another process may have done that, and its word come later.
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
    grant.isPutBack = not isClaimed or nil
    hold(grant, {findNumber(grant.number)}, {load(deviceKey(grant.device))})
    if isClaimed then claimText(pid, (load(textKey(pid)))) end
  end
end
return {seq, 'restored'}
`;

/** What meters hold; nothing is written, not even the clock or the count: instead of that it answers with -1. */
export const SNAPSHOT = /* lua */ `${PRELUDE}
if isLost() then return {'lost'} end
local found = {}
for at, name in ipairs(a.meters) do
  local sums = {}
  for _, window in ipairs({'hour', 'day', 'month'}) do
    for _, sum in ipairs(ALL) do sums[#sums + 1] = used(name, sum, window) end
  end
  found[at] = {sums, history(name)}
end
return {-1, found}
`;

export const CONTROLS = /* lua */ `${PRELUDE}
if isLost() then return {'lost'} end
return {-1, tonumber(site[4] or 0), redis.call('HGET', S, 'ct') or ''}
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

export const FORGET = /* lua */ `${PRELUDE}${RECORDS}
if isLost() then return {'lost'} end
tick()
-- Also where it was moved to a newer epoch than this process is in.
for _, name in ipairs(a.number) do redis.call('DEL', numberKey(nameNow(name)), numberKey(name)) end
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
