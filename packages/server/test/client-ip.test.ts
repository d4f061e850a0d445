import { describe, expect, it } from 'vitest';
import { clientIp } from '../src/client-ip.js';
import { networkOf } from '../src/ip-network.js';

const SOCKET = '192.0.2.1';
const ipOf = (forwardedFor: string | undefined, hops: number) =>
  clientIp({ remoteAddress: SOCKET, forwardedFor }, hops);

describe('the client’s address', () => {
  it('is the socket’s where no proxy is trusted, whatever a header says', () => {
    for (const header of [undefined, '', '10.0.0.1', '10.0.0.1, 10.0.0.2', 'unknown'])
      expect(ipOf(header, 0)).toBe(SOCKET);
  });

  it('is what the operator’s nearest proxies saw, not what the client wrote in front', () => {
    expect(ipOf('203.0.113.7', 1)).toBe('203.0.113.7');
    expect(ipOf('127.0.0.1, 203.0.113.7', 1)).toBe('203.0.113.7');
    expect(ipOf('127.0.0.1,203.0.113.7 , 198.51.100.1', 2)).toBe('203.0.113.7');
    expect(ipOf('a, b, c, d, 203.0.113.7, x, y', 3)).toBe('203.0.113.7');
  });

  it('is the socket’s where the chain is shorter than it should be', () => {
    expect(ipOf(undefined, 1)).toBe(SOCKET);
    expect(ipOf('203.0.113.7', 2)).toBe(SOCKET);
    expect(ipOf('203.0.113.7, 198.51.100.1', 8)).toBe(SOCKET);
  });

  it('may be unknown', () => {
    expect(clientIp({ remoteAddress: undefined, forwardedFor: undefined }, 0)).toBeUndefined();
  });
});

describe('the network of an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:C000:0201', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
  ])('%s is the IPv4 address itself', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });

  it('is one for every spelling and host of a /64, and another for the next', () => {
    const same = [
      '2001:db8:1:2::1',
      '2001:DB8:1:2:ffff::',
      '2001:0db8:0001:0002:0:0:0:0',
      '2001:db8:1:2::192.0.2.1',
      '2001:db8:1:2::1%eth0',
    ];
    expect(new Set(same.map(networkOf))).toEqual(new Set(['2001:db8:1:2::/64']));
    expect(networkOf('2001:db8:1:3::1')).toBe('2001:db8:1:3::/64');
    expect(networkOf('2001:db8:10:2::1')).not.toBe(networkOf('2001:db8:1:2::1'));
  });

  it('is read of up to 64 characters', () => {
    expect(networkOf(`2001:db8::1%${'x'.repeat(52)}`)).toBe('2001:db8:0:0::/64');
  });

  it.each([
    ['192.0.2.1:443', '192.0.2.1'],
    ['[2001:db8::1]', '2001:db8:0:0::/64'],
    ['[2001:db8::1]:443', '2001:db8:0:0::/64'],
    ['64:ff9b::192.0.2.1', '192.0.2.1'],
  ])('%s, as proxies and NAT64 write it, is %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });

  it.each([
    undefined,
    '',
    'unknown',
    '_hidden',
    '192.0.2',
    '192.0.2.1.',
    ' 192.0.2.1',
    '192.0.2.1\n',
    '192.0.2.256',
    '192.0.2.01',
    '0300.0.2.1',
    '0xc0.0.2.1',
    '3221225985',
    '192.0.2.1:',
    '192.0.2.1:443:1',
    '[2001:db8::1',
    '[2001:db8::1]:x',
    'x[2001:db8::1]',
    'x[2001:db8::1]:443',
    '[2001:db8::1]:443x',
    `2001:db8::1%${'x'.repeat(53)}`,
    '2001:db8::1::2',
    '2001:db8',
    '192.0.2.1, 192.0.2.2',
    '1'.repeat(65),
    '٠.0.2.1',
  ])('%j is no address, and shares one allowance with all that are none', (ip) => {
    expect(networkOf(ip)).toBe('unknown');
  });
});
