import { HOUR_MS, TEXT_RULES } from '../../text-rules.js';
import { PRELUDE } from './prelude.js';
import { RECORDS } from './records.js';

const { spacingMs, spacingMost } = TEXT_RULES;
const gaps = spacingMs.join(', ');
const most = spacingMost.map(({ texts, withinMs }) => `{${texts}, ${withinMs}}`).join(', ');

/** Redeems the challenge and holds the money of one text. */
export const ADMIT = /* lua */ `${PRELUDE}${RECORDS}
if isLost() then return {'lost'} end
tick()
if not a.isShadow and a.redeemedUntil <= now then return {seq, 'forgotten'} end
if tonumber(site[4] or 0) ~= a.controlsVersion then
  return {seq, 'controls-changed', tonumber(site[4] or 0), redis.call('HGET', S, 'ct') or ''}
end

-- How long until a number may be texted again. Holds that expired are dropped from its record.
local function waitOf(number)
  local kept, times, inHour = {}, {}, 0
  for _, entry in ipairs(number.texts) do
    if entry.claimedAt or now - entry.heldAt < ${TEXT_RULES.holdMs} then
      kept[#kept + 1] = entry
      times[#times + 1] = entry.heldAt
      if now - entry.heldAt < ${HOUR_MS} then inHour = inHour + 1 end
    end
  end
  number.texts = kept
  if #times == 0 then return 0 end
  table.sort(times)
  local gaps = {${gaps}}
  local wait = times[#times] + (gaps[math.min(inHour, #gaps)] or 0) - now
  for _, rule in ipairs({${most}}) do
    if #times >= rule[1] then wait = math.max(wait, times[#times - rule[1] + 1] + rule[2] - now) end
  end
  return math.max(0, wait)
end

-- False for a hold that ran out unclaimed.
local function isAlive(text)
  return text and not (text.state == 'held' and now - text.heldAt >= ${TEXT_RULES.holdMs})
end
local function repeated(pid, text)
  local number = findNumber(a.number)
  return {
    seq, 'repeated', pid, text.action, text.channel, text.segments, text.booked,
    text.state, text.tier, text.heldAt + ${TEXT_RULES.holdMs},
    number and waitOf(number) or 0,
  }
end

-- The permit that the same key was given before; one that failed texted nobody, and the key is judged anew.
local aliased = a.alias and load(S .. 'r:' .. a.alias)
if aliased then
  local text = load(textKey(aliased.pid))
  if isAlive(text) and text.state ~= 'failed' then return repeated(aliased.pid, text) end
end

local redemption = load(S .. 'r:' .. a.jti)
if redemption and redemption.pid then
  if not a.idempotency then return {seq, 'used'} end
  if a.idempotency ~= redemption.idempotency then return {seq, 'mismatch'} end
  local text = load(textKey(redemption.pid))
  if isAlive(text) then return repeated(redemption.pid, text) end
end
a.refusals = redemption and redemption.refusals or 0
if a.refusals >= ${TEXT_RULES.presentationsMax} + (a.isSecondCall and 1 or 0) then return {seq, 'used'} end

-- A refusal leaves one short key, and of a text of shadow mode none.
local function refuse(...)
  if not a.isSecondCall and not a.isShadow then
    redemption = redemption or {}
    redemption.refusals = a.refusals + 1
    save(S .. 'r:' .. a.jti, redemption, a.redeemedUntil)
  end
  return {seq, ...}
end

local number, numberExpiresAt, numberName = findNumber(a.number)
local wait = number and waitOf(number) or 0
if wait > 0 and not a.isShadow then return refuse('spaced', wait) end

local device, deviceExpiresAt
if not a.isShadow then device, deviceExpiresAt = load(deviceKey(a.device)) end
if device then
  local own = {}
  for _, name in ipairs(a.number) do own[name] = true end
  local kept, others, open = {}, {}, 0
  for _, entry in ipairs(device.texts) do
    local age = now - entry.heldAt
    if age < (entry.isClaimed and ${TEXT_RULES.deviceUnverifiedMs} or ${TEXT_RULES.holdMs}) then
      kept[#kept + 1] = entry
      local name = own[entry.number] and entry.number or nameNow(entry.number)
      if age < ${TEXT_RULES.deviceOpenMs} and not own[name] and not others[name] then
        others[name] = true
        open = open + 1
      end
    end
  end
  device.texts = kept
  if open >= ${TEXT_RULES.deviceOpenNumbers} or #kept >= ${TEXT_RULES.deviceUnverified} then
    return refuse('device-full')
  end
end

local function isWithin(at)
  return at > 0 and now - at <= ${TEXT_RULES.memoryMs}
end

-- Three claimed texts in a row without a code.
local function isUnanswered()
  local count = 0
  for _, entry in ipairs(number.texts) do
    if entry.claimedAt and not entry.isAnswered then count = count + 1 end
  end
  return count >= ${TEXT_RULES.unansweredMax}
end

local OPEN = {
  ['anyone'] = function() return true end,
  ['known-number'] = function()
    if not number or isUnanswered() then return false end
    if isWithin(number.trustedAt) then return true end
    if now - number.codeAt >= ${TEXT_RULES.maturesMs} then return isWithin(number.codeAt) end
    -- A run of codes less than a day apart that began a day ago has one of yesterday.
    return now - number.runSince >= ${TEXT_RULES.maturesMs} or isWithin(number.beforeRun)
  end,
  ['site-known-number'] = function() return not number or not isUnanswered() end,
  ['warm-device'] = function() return device and isWithin(device.verifiedAt) end,
}
local isDegraded = tonumber(site[3] or 0) > now
local function isOpen(opening)
  if isDegraded and not a.isShadow and (opening == 'anyone' or opening == 'warm-device') then return false end
  return OPEN[opening]()
end

-- How full each limit of a choice is, and the first that the text does not fit under.
local function look(choice)
  local limits, found, full = choice[4], {}, nil
  for at = 1, #limits, 4 do
    local use = a.meters[limits[at]]
    local spent = used(use[METER], limits[at + 1], limits[at + 2])
    found[#found + 1] = spent
    -- What shadow mode never lifts: limits on the sum of all money.
    local isBinding = not a.isShadow or (limits[at + 1] == 'all' and not use[COUNTS_TEXTS])
    if isBinding and not full and spent + (use[COUNTS_TEXTS] and 1 or a.permit.microUsd) > limits[at + 3] then full = #found end
  end
  return found, full
end

-- Histories of what was found full: limits that they may raise.
local fullChoices, fullRow, fullUse = {}, nil, nil
local function histories()
  local known, found = {}, {}
  for _, at in ipairs(fullChoices) do
    for _, place in ipairs(a.choices[at][3]) do
      local use = a.meters[place]
      if use[KEEPS_HISTORY] and not known[use[METER]] then
        known[use[METER]] = true
        local cells = history(use[METER])
        if #cells > 0 then found[#found + 1] = {use[METER], cells} end
      end
    end
  end
  return found
end

for at, choice in ipairs(a.choices) do
  if isOpen(choice[1]) then
    local found, full = look(choice)
    if not full then
      local own, raising = {}, histories()
      for i, place in ipairs(choice[3]) do own[i] = a.meters[place] end
      a.tier, a.meters = choice[2], own
      local texted = hold(a, {number, numberExpiresAt, numberName}, {device, deviceExpiresAt})
      return {seq, 'granted', at, now + ${TEXT_RULES.holdMs}, waitOf(texted), found, raising}
    end
    fullChoices[#fullChoices + 1] = at
    fullRow, fullUse = full, found[full]
  end
end
if #fullChoices == 0 then return refuse(isDegraded and 'degraded' or 'closed') end
return refuse('full', fullChoices[#fullChoices], fullRow, fullUse, histories())
`;

/** Moves a held permit to `claimed`, once and in time. */
export const CLAIM = /* lua */ `${PRELUDE}${RECORDS}
if isLost() then return {'lost'} end
tick()
local text = load(textKey(a.pid))
if not text then return {seq, 'permit-unknown'} end
if text.state ~= 'held' then return {seq, 'permit-claimed'} end
if now - text.heldAt >= ${TEXT_RULES.holdMs} then return {seq, 'permit-expired'} end
-- Nobody can say that it was not claimed before the store lost it.
if text.isPutBack then return {seq, 'permit-unknown'} end
claimText(a.pid, text)
return {seq, 'claimed', text.microUsd}
`;
