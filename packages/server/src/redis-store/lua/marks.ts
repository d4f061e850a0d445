import { PRELUDE } from './prelude.js';

/** Keeps a mark, unless it is there already: 0, and 1 once it is spent. */
export const MARK = /* lua */ `${PRELUDE}
if isLost() then return {'lost'} end
tick()
local key = S .. 'a:' .. a.key
if load(key) then return {seq, 0} end
save(key, 0, now + a.ttl)
return {seq, 1}
`;

/** Spends a mark, which keeps its time. */
export const SPEND = /* lua */ `${PRELUDE}
if isLost() then return {'lost'} end
tick()
local key = S .. 'a:' .. a.key
local isSpent, expiresAt = load(key)
if not isSpent then return {seq, 'unknown'} end
if isSpent == 1 then return {seq, 'spent-before'} end
save(key, 1, expiresAt)
return {seq, 'spent'}
`;
