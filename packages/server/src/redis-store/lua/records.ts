import { leftBy, OUTCOMES, progressOf } from '../../outcomes.js';
import { TEXT_RULES } from '../../text-rules.js';

const progress = OUTCOMES.map((outcome) => `${outcome} = ${progressOf(outcome)}`).join(', ');
const left = OUTCOMES.filter((outcome) => leftBy(outcome).length > 0)
  .map(
    (outcome) =>
      `${outcome} = {${leftBy(outcome)
        .map((sum) => `${sum} = true`)
        .join(', ')}}`,
  )
  .join(', ');

/** The records of texts, numbers and devices, and how a text moves through meters. */
export const RECORDS = /* lua */ `
-- How far an outcome is along the one way they go, and the sums that a text has left with it.
local PROGRESS = {${progress}}
local LEFT = {${left}}

local function textKey(pid) return S .. 'p:' .. pid end
local function numberKey(name) return S .. 'n:' .. name end
local function deviceKey(name) return S .. 'd:' .. name end

local function saveNumber(name, number, expiresAt, ttl)
  save(numberKey(name), number, math.max(expiresAt or 0, now + ttl))
end

local function saveDevice(name, device, expiresAt, ttl)
  save(deviceKey(name), device, math.max(expiresAt or 0, now + ttl))
end

local function nameNow(name)
  for _ = 1, 3 do
    local number = load(numberKey(name))
    if not number or not number.movedTo then return name end
    name = number.movedTo
  end
  return name
end

-- A number's record and its name, under whichever epoch it was written; also where it was moved to a newer one than this
-- process is in.
local function findNumber(names)
  for _, name in ipairs(names) do
    name = nameNow(name)
    local number, expiresAt = load(numberKey(name))
    if number then return number, expiresAt, name end
  end
  return nil
end

-- Files a record under the name of this epoch, where it had an older one. Open permits still have that: it leads on for
-- as long as outcomes count.
local function nameAnew(name, names)
  for at = 2, #names do
    if name == names[at] then
      save(numberKey(name), {movedTo = names[1]}, now + ${TEXT_RULES.countedMs})
      return names[1]
    end
  end
  return name or names[1]
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

-- A text that a device no longer has to answer for.
local function removeFromDevice(name, pid)
  local device, expiresAt = load(deviceKey(name))
  local at = device and indexOf(device.texts, pid)
  if at then
    table.remove(device.texts, at)
    save(deviceKey(name), device, expiresAt)
  end
end

-- The sums that a text is no longer counted in.
local function leftOf(text)
  return LEFT[text.outcome] or {}
end

-- Takes a text out of the sums that it has not left yet, in the buckets in which it was counted.
local function release(text, sums)
  if now - text.claimedAt >= ${TEXT_RULES.countedMs} then return end
  local left, leaving = leftOf(text), {}
  for _, sum in ipairs(sums) do
    if not left[sum] then leaving[#leaving + 1] = sum end
  end
  for _, use in ipairs(text.meters) do
    local meter = meterOf(use[METER])
    if meter then
      change(meter, use, text.claimedAt, leaving, -amountOf(text, use))
      saveMeter(use[METER], meter)
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
    local meter = not use[COUNTS_TEXTS] and meterOf(use[METER])
    if meter then
      change(meter, use, text.claimedAt, sums, overrun)
      saveMeter(use[METER], meter)
    end
  end
  text.microUsd = microUsd
  return overrun
end

-- Holds the money of one text under its number and device; either record may be absent yet. A grant that is put back
-- has its own age, but counts from now. Answers the number's record.
local function hold(grant, foundNumber, foundDevice)
  local number, numberExpiresAt, numberName = foundNumber[1], foundNumber[2], nameAnew(foundNumber[3], grant.number)
  local device, deviceExpiresAt = foundDevice[1], foundDevice[2]
  local permit = grant.permit
  local text = {
    action = permit.action, channel = permit.channel, segments = permit.segments,
    booked = permit.microUsd, microUsd = permit.microUsd, tier = grant.tier, meters = grant.meters,
    number = numberName, numberId = number and number.id or permit.pid,
    -- Texts of shadow mode are filed under no device.
    device = not grant.isShadow and grant.device or '',
    state = 'held', isPutBack = grant.isPutBack, heldAt = grant.heldAt or now, bookedAt = now, claimedAt = false, outcome = '',
  }
  for _, use in ipairs(grant.meters) do
    local meter = meterOf(use[METER])
    if not meter then
      meter = {holds = {}}
      meters[use[METER]] = meter
    end
    for _, window in ipairs(use[WINDOWS_OF]) do meter[window] = meter[window] or {} end
    add(meter.holds, HOLDS, now, ALL, amountOf(text, use))
    saveMeter(use[METER], meter)
  end
  number = number or {id = permit.pid, texts = {}, trustedAt = 0, codeAt = 0, runSince = 0, beforeRun = 0}
  number.texts[#number.texts + 1] = {
    pid = permit.pid, heldAt = text.heldAt, claimedAt = false, outcome = '', isAnswered = false,
  }
  -- Only texts of shadow mode, which keep no distance, come to so many: the oldest that is only held goes.
  if #number.texts > ${2 * TEXT_RULES.textsKept} then
    for at, entry in ipairs(number.texts) do
      if not entry.claimedAt then
        table.remove(number.texts, at)
        break
      end
    end
  end
  saveNumber(numberName, number, numberExpiresAt, ${TEXT_RULES.askedMs})
  if not grant.isShadow then
    device = device or {texts = {}, verifiedAt = 0}
    device.texts[#device.texts + 1] = {pid = permit.pid, number = numberName, heldAt = text.heldAt, isClaimed = false}
    saveDevice(grant.device, device, deviceExpiresAt, ${TEXT_RULES.deviceUnverifiedMs})
  end
  save(textKey(permit.pid), text, math.max(grant.redeemedUntil, now + ${TEXT_RULES.holdMs}))
  local redemption = {pid = permit.pid, idempotency = grant.idempotency or '', refusals = grant.refusals or 0}
  save(S .. 'r:' .. grant.jti, redemption, grant.redeemedUntil)
  -- A key may come again after its token has expired: it finds its text for as long as that counts.
  if grant.alias then save(S .. 'r:' .. grant.alias, redemption, now + ${TEXT_RULES.countedMs}) end
  return number
end

-- Moves a held text to the buckets of now.
local function claimText(pid, text)
  for _, use in ipairs(text.meters) do
    local meter = meterOf(use[METER])
    if meter then
      add(meter.holds, HOLDS, text.bookedAt, ALL, -amountOf(text, use))
      change(meter, use, now, ALL, amountOf(text, use))
      saveMeter(use[METER], meter)
    end
  end
  text.state, text.claimedAt = 'claimed', now
  save(textKey(pid), text, now + ${TEXT_RULES.countedMs})
  local number, numberExpiresAt, numberName = numberOf(text)
  if number then
    local at = indexOf(number.texts, pid)
    local entry = at and table.remove(number.texts, at) or {pid = pid, heldAt = text.heldAt, outcome = '', isAnswered = false}
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
  local at = device and indexOf(device.texts, pid)
  if at then
    device.texts[at].isClaimed = true
    saveDevice(text.device, device, deviceExpiresAt, ${TEXT_RULES.countedMs})
  end
end
`;
