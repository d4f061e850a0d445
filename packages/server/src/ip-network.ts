import ipaddr from 'ipaddr.js';

/**
 * The network that stands for one caller: an IPv4 address as it is, the /64 of an IPv6 address, an IPv4-mapped
 * address as IPv4. Whatever is not an address becomes `unknown`, so that all of those share one allowance.
 */
export function networkOf(ip: string | undefined): string {
  if (ip === undefined || ip.length > 64) return 'unknown';
  return networkOfAddress(withoutPort(ip));
}

/** Some proxies write `203.0.113.9:4711` and `[2001:db8::1]:443`. */
function withoutPort(ip: string): string {
  const [, bracketed, dotted] = /^\[([^\]]+)\](?::\d+)?$|^([\d.]+):\d+$/.exec(ip) ?? [];
  return bracketed ?? dotted ?? ip;
}

function networkOfAddress(ip: string): string {
  // The library's IPv4 parser also reads 0177.0.0.1 and 1.2: only four plain decimals are an address here.
  if (ipaddr.IPv4.isValidFourPartDecimal(ip)) return ip;
  if (!ipaddr.IPv6.isValid(ip)) return 'unknown';
  const address = ipaddr.IPv6.parse(ip);
  if (address.isIPv4MappedAddress()) return address.toIPv4Address().toString();
  // NAT64 (RFC 6052): the last four bytes are the IPv4 address of one of many hosts.
  if (address.range() === 'rfc6052') return ipv4Of(address.parts);
  return `${address.parts.slice(0, 4).map(hex).join(':')}::/64`;
}

function ipv4Of(parts: readonly number[]): string {
  const bytes = parts.slice(6).flatMap((part) => [part >> 8, part & 255]);
  return bytes.join('.');
}

function hex(part: number): string {
  return part.toString(16);
}
