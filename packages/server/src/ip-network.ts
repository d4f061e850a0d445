import ipaddr from 'ipaddr.js';

/**
 * The network that stands for one caller: an IPv4 address as it is, the /64 of an IPv6 address, an IPv4-mapped
 * address as IPv4. Whatever is not an address becomes `unknown`, so that all of those share one allowance.
 */
export function networkOf(ip: string | undefined): string {
  const address = readAddress(ip);
  if (!address) return 'unknown';
  return typeof address === 'string' ? address : `${address.slice(0, 4).map(hex).join(':')}::/64`;
}

/** An address in plain spelling, for looking it up: IPv4-mapped ones as IPv4; `undefined` for what is no address. */
export function addressOf(ip: string | undefined): string | undefined {
  const address = readAddress(ip);
  return typeof address === 'object' ? address.map(hex).join(':') : address;
}

/** Four decimals, or the eight parts of an IPv6 address. */
function readAddress(ip: string | undefined): string | readonly number[] | undefined {
  if (ip === undefined || ip.length > 64) return undefined;
  const plain = withoutPort(ip);
  // The library's IPv4 parser also reads 0177.0.0.1 and 1.2: only four plain decimals are an address here.
  if (ipaddr.IPv4.isValidFourPartDecimal(plain)) return plain;
  if (!ipaddr.IPv6.isValid(plain)) return undefined;
  const address = ipaddr.IPv6.parse(plain);
  if (address.isIPv4MappedAddress()) return address.toIPv4Address().toString();
  // NAT64 (RFC 6052): the last four bytes are the IPv4 address of one of many hosts.
  return address.range() === 'rfc6052' ? ipv4Of(address.parts) : address.parts;
}

/** Some proxies write `203.0.113.9:4711` and `[2001:db8::1]:443`. */
function withoutPort(ip: string): string {
  const [, bracketed, dotted] = /^\[([^\]]+)\](?::\d+)?$|^([\d.]+):\d+$/.exec(ip) ?? [];
  return bracketed ?? dotted ?? ip;
}

function ipv4Of(parts: readonly number[]): string {
  const bytes = parts.slice(6).flatMap((part) => [part >> 8, part & 255]);
  return bytes.join('.');
}

function hex(part: number): string {
  return part.toString(16);
}
