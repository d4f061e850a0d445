import { TEXT_RULES } from '../../text-rules.js';

const { hour, day, month } = TEXT_RULES.windows;

/**
 * What every script begins with: one clock, one place for the loss of writes to be noticed, and values that are packed
 * whole, `{expiry, value}`. Expiry is compared, never left to Redis alone: its TTLs only tidy up.
 *
 * `KEYS[1]` is the site's record, a hash: `gen`, `seq`, `last`, `degraded`, `was` (names it had before a loss), `cv`,
 * `ct` (version and text of the controls). All other keys begin with it, so all are in its slot. `ARGV[1]` is JSON; `a` below.
 */
export const PRELUDE = /* lua */ `
local a = cjson.decode(ARGV[1])
local S = KEYS[1]
local site = redis.call('HMGET', S, 'gen', 'seq', 'last', 'degraded', 'cv')
local time = redis.call('TIME')
local now = math.max(math.floor(time[1] * 1000 + time[2] / 1000) + a.offset, tonumber(site[3] or 0))
local seq = tonumber(site[2] or 0) + 1

-- Writes were lost where the store is another one, or counts less than this process has seen.
local function isLost()
  return site[1] ~= a.gen or seq <= a.seq
end

local function tick()
  redis.call('HSET', S, 'seq', seq, 'last', now)
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
    if amount < 0 or cell ~= #cells - 3 then return end
    dropOlder(cells, index - shape[2] + 1)
    cell = #cells + 1
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

local function saveMeter(name, meter)
  local ttl = meter.month and ${31 * 24 + 1} or 26
  save(S .. 'm:' .. name, meter, now + ttl * 3600000)
end

local function change(meter, at, sums, amount)
  for window, shape in pairs(WINDOWS) do
    if meter[window] then add(meter[window], shape, at, sums, amount) end
  end
end

local function amountOf(text, use)
  if use.unit == 'texts' then return 1 end
  return text.microUsd
end
`;

/** The records of texts, numbers and devices, and how a text moves through meters. */
export const RECORDS = /* lua */ `
local LEFT = {verified = {exposed = true}, trusted = {exposed = true, untrusted = true}}

local function textKey(pid) return S .. 'p:' .. pid end
local function numberKey(name) return S .. 'n:' .. name end
local function deviceKey(name) return S .. 'd:' .. name end

local function saveNumber(name, number, expiresAt, ttl)
  save(numberKey(name), number, math.max(expiresAt or 0, now + ttl))
end

local function saveDevice(name, device, expiresAt, ttl)
  save(deviceKey(name), device, math.max(expiresAt or 0, now + ttl))
end

-- A number's record, under whichever epoch it was written; from now on under this one. Open permits still have its
-- older name: that leads on for as long as outcomes count.
local function findNumber(names)
  for at, name in ipairs(names) do
    local number, expiresAt = load(numberKey(name))
    if number and not number.movedTo then
      if at > 1 then
        save(numberKey(name), {movedTo = names[1]}, now + ${TEXT_RULES.countedMs})
        expiresAt = math.max(expiresAt, now + ${TEXT_RULES.memoryMs})
        save(numberKey(names[1]), number, expiresAt)
      end
      return number, expiresAt
    end
  end
  return nil
end

local function nameNow(name)
  for _ = 1, 3 do
    local number = load(numberKey(name))
    if not number or not number.movedTo then return name end
    name = number.movedTo
  end
  return name
end

-- The record that a text was filed in, unless its number was forgotten since.
local function numberOf(text)
  local name = nameNow(text.number)
  local number, expiresAt = load(numberKey(name))
  if not number or number.id ~= text.numberId then return nil end
  return number, expiresAt, name
end

local function indexOf(entries, pid)
  for at, entry in ipairs(entries) do
    if entry.pid == pid then return at end
  end
  return nil
end

-- The sums that a text is no longer counted in.
local function leftOf(text)
  local left = LEFT[text.outcome]
  if left then return left end
  return text.isCovered and LEFT.verified or {}
end

-- Takes a text out of the sums that it has not left yet, in the buckets in which it was counted.
local function release(text, sums)
  if now - text.claimedAt >= ${TEXT_RULES.countedMs} then return end
  local left, leaving = leftOf(text), {}
  for _, sum in ipairs(sums) do
    if not left[sum] then leaving[#leaving + 1] = sum end
  end
  for _, use in ipairs(text.meters) do
    local meter = meterOf(use.meter)
    if meter then
      change(meter, text.claimedAt, leaving, -amountOf(text, use))
      saveMeter(use.meter, meter)
    end
  end
end

-- Adds what a text cost beyond what was booked, to the sums it is still counted in.
local function surcharge(text, microUsd)
  local overrun = (microUsd or 0) - text.microUsd
  if overrun <= 0 or now - text.claimedAt >= ${TEXT_RULES.countedMs} then return 0 end
  local left, sums = leftOf(text), {}
  for _, sum in ipairs(ALL) do
    if not left[sum] then sums[#sums + 1] = sum end
  end
  for _, use in ipairs(text.meters) do
    local meter = use.unit ~= 'texts' and meterOf(use.meter)
    if meter then
      change(meter, text.claimedAt, sums, overrun)
      saveMeter(use.meter, meter)
    end
  end
  text.microUsd = microUsd
  return overrun
end

-- Holds the money of one text under its number and device; either record may be absent yet. A grant that is put back
-- has its own age, but counts from now.
local function hold(grant, number, numberExpiresAt, device, deviceExpiresAt)
  local permit = grant.permit
  local text = {
    action = permit.action, channel = permit.channel, segments = permit.segments,
    booked = permit.microUsd, microUsd = permit.microUsd, tier = grant.tier, meters = grant.meters,
    number = grant.number[1], numberId = number and number.id or permit.pid, device = grant.device,
    state = 'held', heldAt = grant.heldAt or now, bookedAt = now, claimedAt = false, outcome = '', isCovered = false,
  }
  local histories = {}
  for _, use in ipairs(grant.meters) do
    local meter = meterOf(use.meter)
    if not meter then
      meter = {holds = {}}
      meters[use.meter] = meter
    end
    for _, window in ipairs(use.windows) do meter[window] = meter[window] or {} end
    add(meter.holds, HOLDS, now, ALL, amountOf(text, use))
    saveMeter(use.meter, meter)
    if use.keepsHistory then histories[#histories + 1] = use.meter end
  end
  number = number or {id = permit.pid, texts = {}, trustedAt = 0, codeAt = 0, runSince = 0, beforeRun = 0}
  number.texts[#number.texts + 1] = {
    pid = permit.pid, heldAt = text.heldAt, claimedAt = false, booked = permit.microUsd, histories = histories,
    outcome = '', isCovered = false, isAnswered = false,
  }
  saveNumber(grant.number[1], number, numberExpiresAt, 3600000)
  device = device or {texts = {}, verifiedAt = 0}
  device.texts[#device.texts + 1] = {pid = permit.pid, number = grant.number[1], heldAt = text.heldAt, isClaimed = false}
  saveDevice(grant.device, device, deviceExpiresAt, ${TEXT_RULES.deviceUnverifiedMs})
  save(textKey(permit.pid), text, math.max(grant.redeemedUntil, now + ${TEXT_RULES.holdMs}))
  local redemption = {pid = permit.pid, idempotency = grant.idempotency or '', refusals = grant.refusals or 0}
  save(S .. 'r:' .. grant.jti, redemption, grant.redeemedUntil)
end

-- Moves a held text to the buckets of now.
local function claimText(pid, text)
  for _, use in ipairs(text.meters) do
    local meter = meterOf(use.meter)
    if meter then
      add(meter.holds, HOLDS, text.bookedAt, ALL, -amountOf(text, use))
      change(meter, now, ALL, amountOf(text, use))
      saveMeter(use.meter, meter)
    end
  end
  text.state, text.claimedAt = 'claimed', now
  save(textKey(pid), text, now + ${TEXT_RULES.countedMs})
  local number, numberExpiresAt, numberName = numberOf(text)
  local at = number and indexOf(number.texts, pid)
  if at then
    local entry = table.remove(number.texts, at)
    entry.claimedAt = now
    number.texts[#number.texts + 1] = entry
    local claimed = 0
    for i = #number.texts, 1, -1 do
      if number.texts[i].claimedAt then
        claimed = claimed + 1
        if claimed > ${TEXT_RULES.textsKept} then table.remove(number.texts, i) end
      end
    end
    saveNumber(numberName, number, numberExpiresAt, ${TEXT_RULES.memoryMs})
  end
  local device, deviceExpiresAt = load(deviceKey(text.device))
  at = device and indexOf(device.texts, pid)
  if at then
    device.texts[at].isClaimed = true
    saveDevice(text.device, device, deviceExpiresAt, ${TEXT_RULES.countedMs})
  end
end
`;
