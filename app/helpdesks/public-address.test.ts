import fc from "fast-check";
import { expect, test } from "vitest";
import { isPublicAddress, literalAddress } from "./public-address.ts";

test("no spelling of an address that is not on the public internet passes, once a URL has read it", () => {
  const spellings = NOT_PUBLIC.trim().split(/\s+/);
  expect(new Set(spellings).size).toBeGreaterThanOrEqual(120);
  const passed = spellings.filter((host) => {
    const url = URL.parse(`https://${host}/`);
    const literal = url && literalAddress(url.hostname);
    // What no URL can hold, or is a name to it, never gets as far as an address here; names are looked at when resolved.
    return literal !== null && isPublicAddress(literal);
  });
  expect(passed).toEqual([]);
});

test("most of those spellings are addresses to a URL, so the corpus tries what it says", () => {
  const literals = NOT_PUBLIC.trim()
    .split(/\s+/)
    .filter((host) => literalAddress(URL.parse(`https://${host}/`)?.hostname ?? "") !== null);
  expect(literals.length).toBeGreaterThanOrEqual(120);
});

test("addresses of the public internet pass, also inside IPv6 as a translator writes them", () => {
  for (const address of ["1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.9.9", "100.128.0.1", "223.255.255.1"])
    expect(isPublicAddress(address), address).toBe(true);
  for (const address of ["2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
    expect(isPublicAddress(address), address).toBe(true);
});

test("what is no address is not public", () => {
  for (const text of [
    "",
    "desk.example",
    "1.2.3.4.5",
    "fe80::1%eth0",
    "2606:4700::1%1",
    "1.1.1.1:80",
    "[2606:4700::1]",
  ])
    expect(isPublicAddress(text), text).toBe(false);
});

test("an IPv4 address is judged alike wherever it is wrapped as it is", () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const isPublic = isPublicAddress(address);
      expect(isPublicAddress(`::ffff:${address}`)).toBe(isPublic);
      expect(isPublicAddress(`64:ff9b::${hexOf(address)}`)).toBe(isPublic);
      for (const prefix of ["::", "2002:", "64:ff9b:1::", "::ffff:0:"])
        expect(isPublicAddress(prefix === "2002:" ? `2002:${hexOf(address)}::1` : `${prefix}${hexOf(address)}`)).toBe(
          false,
        );
    }),
  );
});

function hexOf(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

const NOT_PUBLIC = `
  127.0.0.1 127.0.0.1. 127.1 127.0.1 127.255.255.254 127.000.000.001 0177.0.0.1 0177.1 0x7f.0.0.1 0x7f.1 0x7f000001
  0X7F.0X0.0X0.0X1 2130706433 017700000001 0x7F.1. 127.0.0.0x1 127.0.0.01 %31%32%37.0.0.1 １２７.0.0.1 127。0。0。1 127．0．0．1
  127｡0｡0｡1 ①②⑦.0.0.1 0 0. 0.0 0.0.0.0 0x0 00 0.1.2.3 0.255.255.255
  10.0.0.1 10.255.255.255 0xa.1 10.1 167772161 012.0.0.1 172.16.0.1 172.31.255.255 0xac.0x10.1 2886729729 192.168.0.1
  192.168.255.255 192.168.1 0300.0250.1.1 3232235777 0xc0a80101 169.254.0.1 169.254.169.254 0xa9.0xfe.0xa9.0xfe
  2852039166 169.254.43518 0251.0376.0251.0376 169.254.170.2 169.254.255.255 100.64.0.1 100.100.100.200 100.127.255.254
  1681915905 192.0.0.1 192.0.0.8 192.0.0.170 192.0.0.192 192.0.2.1 192.88.99.1 192.31.196.1 192.52.193.1 192.175.48.1 198.18.0.1
  198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 224.0.0.251 232.1.1.1 239.255.255.250 240.0.0.1 250.1.2.3 255.255.255.254
  255.255.255.255 4294967295 0xffffffff 168.63.129.16 [::ffff:168.63.129.16] [::] [::1] [0:0:0:0:0:0:0:1] [0000::0001] [::0001] [::2] [::ffff]
  [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:127.0.0.1] [::FFFF:127.0.0.1] [::ffff:0.0.0.0] [::ffff:0:0] [::ffff:10.0.0.1]
  [::ffff:a00:1] [::ffff:172.16.0.1] [::ffff:192.168.0.1] [::ffff:c0a8:1] [::ffff:169.254.169.254] [::ffff:a9fe:a9fe]
  [::ffff:100.64.0.1] [::ffff:224.0.0.1] [::ffff:255.255.255.255] [::127.0.0.1] [::7f00:1] [::10.0.0.1] [::a9fe:a9fe] [::8.8.8.8]
  [::ffff:0:127.0.0.1] [::ffff:0:7f00:1] [::ffff:0:8.8.8.8] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b::10.0.0.1]
  [64:ff9b::169.254.169.254] [64:ff9b::a9fe:a9fe] [64:ff9b::192.168.1.1] [64:ff9b:1::1] [64:ff9b:1::8.8.8.8] [64:ff9b:1:ffff::7f00:1]
  [2002:7f00:1::] [2002:7f00:1::1] [2002:a00:1::] [2002:a9fe:a9fe::] [2002:c0a8:101::1] [2002:808:808::] [fc00::1] [fd00::1]
  [fd00:ec2::254] [fdff:ffff::1] [fd12:3456:789a:1::1] [fe80::1] [fe80::a9fe:a9fe] [febf::1] [fec0::1] [feff::1] [ff00::1] [ff02::1]
  [ff02::fb] [ff05::2] [ff0e::1] [100::1] [100:0:0:1::1] [2001::1] [2001:0:4136:e378::1] [2001:2::1] [2001:3::1] [2001:4:112::1]
  [2001:10::1] [2001:20::1] [2001:30::1] [2001:db8::1] [2001:1ff::1] [2620:4f:8000::1] [3fff::1] [3fff:fff::1] [5f00::1] [4000::1]
  [6000::1] [8000::1] [a000::1] [c000::1] [e000::1] [f000::1] [1::1] [1000::1] [200::1] [400::1] [ffff:ffff::1]
`;
