import { expect, test } from "vitest";
import { clientAddressOf } from "./client-address.ts";

test("the address is the last one of the header, or the one before it behind a proxy of our own", () => {
  expect(clientAddressOf("198.51.100.7", false)).toBe("198.51.100.7");
  expect(clientAddressOf("198.51.100.7, 23.227.38.1", true)).toBe("198.51.100.7");
  expect(clientAddressOf("::ffff:198.51.100.7", false)).toBe("198.51.100.7");
});

test("whatever the visitor has written into the header stands further left and changes nothing", () => {
  for (const forged of ["1.1.1.1", "1.1.1.1, 2.2.2.2", "unknown", "evil, ,", "2001:db8::1"]) {
    expect(clientAddressOf(`${forged}, 198.51.100.7`, false)).toBe("198.51.100.7");
    expect(clientAddressOf(`${forged}, 198.51.100.7, 23.227.38.1`, true)).toBe("198.51.100.7");
  }
});

test("of IPv6 the first 64 bits are one visitor", () => {
  expect(clientAddressOf("2001:db8:1:2:3:4:5:6", false)).toBe(clientAddressOf("2001:db8:1:2::9", false));
  expect(clientAddressOf("2001:db8:1:2::9", false)).not.toBe(clientAddressOf("2001:db8:1:3::9", false));
});

test("where no address stands, nobody is taken for somebody", () => {
  expect(clientAddressOf(null, false)).toBeNull();
  expect(clientAddressOf("23.227.38.1", true)).toBeNull();
  expect(clientAddressOf("unknown", false)).toBeNull();
  expect(clientAddressOf("198.51.100.7,", false)).toBeNull();
});
