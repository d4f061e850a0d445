import { DAY_MS, TEXT_RULES } from '../../text-rules.js';
import { PRELUDE } from './prelude.js';
import { RECORDS } from './records.js';

/** Moves a claimed permit to `accepted`, or to `failed`, which gives its money back. */
export const SETTLE = /* lua */ `${PRELUDE}${RECORDS}
if isLost() then return {'lost'} end
tick()
local text, expiresAt = load(textKey(a.pid))
if not text or text.state ~= 'claimed' then return {seq, 'not-claimed'} end
-- An outcome proves acceptance: nothing comes back after one.
local isContradicted = a.state == 'failed' and text.outcome ~= ''
text.state = isContradicted and 'accepted' or a.state
local overrun = 0
if text.state == 'accepted' and not isContradicted then overrun = surcharge(text, a.microUsd) end
if text.state == 'failed' then
  release(text, ALL)
  local number, numberExpiresAt, numberName = numberOf(text)
  local at = number and indexOf(number.texts, a.pid)
  if at then
    table.remove(number.texts, at)
    save(numberKey(numberName), number, numberExpiresAt)
  end
  removeFromDevice(text.device, a.pid)
end
save(textKey(a.pid), text, expiresAt)
if isContradicted then return {seq, 'outcome-contradicts'} end
return {seq, 'settled', overrun}
`;

/** Takes what became of a text, by its permit or as the newest of its number. */
export const REPORT = /* lua */ `${PRELUDE}${RECORDS}
if isLost() then return {'lost'} end
tick()
local progress = PROGRESS[a.outcome]

-- The text, with its sums while it is counted; its entry with its number, which lives longer.
local pid, text, textExpiresAt, number, numberExpiresAt, entry, numberName
if a.pid then
  pid = a.pid
  text, textExpiresAt = load(textKey(pid))
  if not text or not text.claimedAt then return {seq, 'report-unknown'} end
  number, numberExpiresAt, numberName = numberOf(text)
  local at = number and indexOf(number.texts, pid)
  entry = at and number.texts[at]
else
  number, numberExpiresAt, numberName = findNumber(a.number)
  for _, one in ipairs(number and number.texts or {}) do
    if one.claimedAt and now - one.claimedAt <= ${TEXT_RULES.memoryMs} then entry = one end
  end
  if not entry then return {seq, 'report-unknown'} end
  if a.outcome == 'verified' and now - entry.claimedAt > ${TEXT_RULES.verifiedWithinMs} then
    return {seq, 'report-unknown'}
  end
  pid = entry.pid
  text, textExpiresAt = load(textKey(pid))
end

local before = text and text.outcome or entry and entry.outcome or ''
if before == a.outcome then return {seq, 'report-repeated'} end
if (text and text.state == 'failed') or progress <= (PROGRESS[before] or 0) then
  return {seq, 'outcome-contradicts'}
end

local overrun = 0
if text then
  overrun = surcharge(text, a.microUsd)
  local leaving = {}
  for sum in pairs(LEFT[a.outcome] or {}) do leaving[#leaving + 1] = sum end
  release(text, leaving)
end

local isAnswer = a.outcome == 'verified' or a.outcome == 'trusted'

-- Writes the text into a meter's history: on the day it was claimed, at the price it was booked with.
local function note(meter)
  local index = math.floor(text.claimedAt / ${DAY_MS})
  local oldest = math.floor(now / ${DAY_MS}) - ${TEXT_RULES.historyDays - 1}
  local kept, day = {}, nil
  for _, one in ipairs(load(S .. 'h:' .. meter) or {}) do
    if one.day >= oldest then kept[#kept + 1] = one end
    if one.day == index then day = one end
  end
  if index >= oldest then
    if not day then
      day = {day = index, verified = 0}
      kept[#kept + 1] = day
    end
    day.verified = day.verified + text.booked
  end
  save(S .. 'h:' .. meter, kept, now + ${TEXT_RULES.historyMs})
end

-- Once a text: nothing is new where it was verified before.
if isAnswer and text and before ~= 'verified' then
  for _, use in ipairs(text.meters) do
    if use[KEEPS_HISTORY] then note(use[METER]) end
  end
end

if text then
  text.outcome = a.outcome
  save(textKey(pid), text, textExpiresAt)
end
if entry then entry.outcome = a.outcome end

-- A code that was entered speaks for the texts just before, to their devices alone: what they cost stays exposed.
local function cover(earlier)
  local other = load(textKey(earlier.pid))
  if other then removeFromDevice(other.device, earlier.pid) end
end

if isAnswer and number then
  local claimed = {}
  for _, one in ipairs(number.texts) do
    if one == entry then break end
    if one.claimedAt then claimed[#claimed + 1] = one end
  end
  if entry then
    for i = math.max(1, #claimed - ${TEXT_RULES.coveredTexts - 1}), #claimed do
      if entry.claimedAt - claimed[i].claimedAt <= ${TEXT_RULES.coveredMs} then cover(claimed[i]) end
    end
  end
  for _, one in ipairs(number.texts) do
    if one.claimedAt then one.isAnswered = true end
  end
  if a.outcome == 'trusted' then number.trustedAt = now end
  if now - number.codeAt >= ${TEXT_RULES.maturesMs} then
    number.beforeRun, number.runSince = number.codeAt, now
  end
  number.codeAt = now
  saveNumber(numberName, number, numberExpiresAt, ${TEXT_RULES.memoryMs})
elseif number then
  save(numberKey(numberName), number, numberExpiresAt)
end

if isAnswer and text then
  local device, deviceExpiresAt = load(deviceKey(text.device))
  if device then
    local at = indexOf(device.texts, pid)
    if at then table.remove(device.texts, at) end
    device.verifiedAt = now
    saveDevice(text.device, device, deviceExpiresAt, ${TEXT_RULES.memoryMs})
  end
end
return {seq, 'reported', overrun}
`;
