const GROUPS = 8;

/**
 * The network that stands for one caller: an IPv4 address as it is, also when it is written at the end of an IPv6 one,
 * and the /64 of an IPv6 address, since a household or a rented server has all of that. Addresses are the world's own
 * and well formed.
 */
export function networkOf(ip: string): string {
  if (ip.includes('.')) return ip.slice(ip.lastIndexOf(':') + 1);
  return `${expand(ip).slice(0, 4).join(':')}::/64`;
}

/** The eight groups, without leading zeros: 2001:db8::1 and 2001:0DB8:0::1 are one address. */
function expand(ip: string): string[] {
  const [head = [], tail = []] = ip.split('::').map(groupsOf);
  const between = Array.from({ length: Math.max(0, GROUPS - head.length - tail.length) }, () => '0');
  return [...head, ...between, ...tail];
}

function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16).toString(16));
}
