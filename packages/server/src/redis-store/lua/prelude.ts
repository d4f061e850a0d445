import { DAY_MS, TEXT_RULES } from '../../text-rules.js';

const { hour, day, month } = TEXT_RULES.windows;

/** How long a process's count of calls is kept. */
export const PROCESS_TTL_MS = 172_800_000;

/**
 * What every script begins with: one clock, one place for the loss of writes to be noticed, and values that are packed
 * whole, `{expiry, value}`. Expiry is compared, never left to Redis alone: its TTLs only tidy up.
 *
 * `KEYS[1]` is the site's record, a hash: `gen`, `last`, `degraded`, `was` (names it had before a loss), `cv`,
 * `ct` (version and text of the controls). All other keys begin with it, so all are in its slot; `w:` is a process's count of calls. `ARGV[1]` is JSON; `a` below.
 */
export const PRELUDE = /* lua */ `
local a = cjson.decode(ARGV[1])
local S = KEYS[1]
-- In a cluster, the keys of a slot on its way are on two nodes. There two keys that are not both here are an error, and the
-- script ends before it has changed anything.
redis.call('EXISTS', S, S .. '?')
-- The server that is about to decide says itself whether it would forget.
if a.isPolicyDue then
  local policy = string.match(redis.call('INFO', 'memory'), 'maxmemory_policy:(%S+)')
  if policy ~= 'noeviction' then return {'unsafe', policy or 'unknown'} end
end
local site = redis.call('HMGET', S, 'gen', 'last', 'degraded', 'cv')
local time = redis.call('TIME')
local now = math.max(math.floor(time[1] * 1000 + time[2] / 1000) + a.offset, tonumber(site[2] or 0))
local counted = redis.call('GET', S .. 'w:' .. a.process)
local seq = tonumber(counted or -1) + 1
-- Nothing is wrong with the count of a process that was silent for longer than it is kept.
if not counted and a.isSilent then seq = a.seq + 1 end

-- Writes were lost where the store is another one, or has counted fewer of this process's calls than it has answered.
local function isLost()
  return site[1] ~= a.gen or seq <= a.seq
end

local function tick()
  redis.call('HSET', S, 'last', now)
  redis.call('SET', S .. 'w:' .. a.process, seq, 'PX', ${PROCESS_TTL_MS})
end

local function load(key)
  local packed = redis.call('GET', key)
  if not packed then return nil end
  local kept = cmsgpack.unpack(packed)
  if kept[1] <= now then return nil end
  return kept[2], kept[1]
end

local function save(key, value, expiresAt)
  redis.call('SET', key, cmsgpack.pack({expiresAt, value}), 'PX', math.max(1, math.ceil(expiresAt - now)))
end

-- Meters: cells of four, oldest first: bucket index, exposed, untrusted, all.
local PLACE = {exposed = 1, untrusted = 2, all = 3}
local ALL = {'exposed', 'untrusted', 'all'}
local WINDOWS = {
  hour = {${hour.bucketMs}, ${hour.buckets}},
  day = {${day.bucketMs}, ${day.buckets}},
  month = {${month.bucketMs}, ${month.buckets}},
}
local HOLDS = {${TEXT_RULES.holds.bucketMs}, ${TEXT_RULES.holds.buckets}}

local function dropOlder(cells, oldest)
  local gone = 0
  while cells[gone + 1] and cells[gone + 1] < oldest do gone = gone + 4 end
  if gone == 0 then return end
  local count = #cells
  for i = 1, count do cells[i] = cells[i + gone] end
end

-- Adds to the bucket of a time, or takes out of it; without effect if that bucket is gone, or was never there.
local function add(cells, shape, at, sums, amount)
  local index = math.floor(at / shape[1])
  local cell = #cells - 3
  while cell > 0 and cells[cell] > index do cell = cell - 4 end
  if cell < 1 or cells[cell] ~= index then
    if amount < 0 then return end
    dropOlder(cells, index - shape[2] + 1)
    -- An operator who turns the clock back leaves newer cells behind: they stay the last, and go on counting.
    cell = #cells + 1
    while cell > 4 and cells[cell - 4] > index do
      cells[cell], cells[cell + 1], cells[cell + 2], cells[cell + 3] =
        cells[cell - 4], cells[cell - 3], cells[cell - 2], cells[cell - 1]
      cell = cell - 4
    end
    cells[cell], cells[cell + 1], cells[cell + 2], cells[cell + 3] = index, 0, 0, 0
  end
  for _, sum in ipairs(sums) do
    cells[cell + PLACE[sum]] = cells[cell + PLACE[sum]] + amount
  end
end

local function total(cells, shape, sum)
  local oldest = math.floor(now / shape[1]) - shape[2] + 1
  local place, found, cell = PLACE[sum], 0, #cells - 3
  while cell > 0 and cells[cell] >= oldest do
    found = found + cells[cell + place]
    cell = cell - 4
  end
  return found
end

-- A meter as a text has it.
local METER, COUNTS_TEXTS, WINDOWS_OF, KEEPS_HISTORY = 1, 2, 3, 4

local meters = {}

local function meterOf(name)
  if meters[name] == nil then meters[name] = load(S .. 'm:' .. name) or false end
  return meters[name]
end

local function used(name, sum, window)
  local meter = meterOf(name)
  if not meter then return 0 end
  local cells = meter[window]
  return (cells and total(cells, WINDOWS[window], sum) or 0) + total(meter.holds, HOLDS, sum)
end

-- The days of a meter's history that count: cells of two, day and money.
local function history(name)
  local cells = {}
  for _, one in ipairs(load(S .. 'h:' .. name) or {}) do
    if one.day > math.floor(now / ${DAY_MS}) - ${TEXT_RULES.historyDays} then
      cells[#cells + 1] = one.day
      cells[#cells + 1] = one.verified
    end
  end
  return cells
end

local function saveMeter(name, meter)
  local ttl = meter.month and ${TEXT_RULES.meterMs.month} or ${TEXT_RULES.meterMs.day}
  save(S .. 'm:' .. name, meter, now + ttl)
end

-- Changes the windows that a text is counted in: others may have been added to its meter since.
local function change(meter, use, at, sums, amount)
  for _, window in ipairs(use[WINDOWS_OF]) do add(meter[window], WINDOWS[window], at, sums, amount) end
end

local function amountOf(text, use)
  if use[COUNTS_TEXTS] then return 1 end
  return text.microUsd
end
`;
