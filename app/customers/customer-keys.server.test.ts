import { expect, test } from "vitest";
import { customerKeysOf, normaliseEmail, normalisePhone } from "./customer-keys.server.ts";
import { kindOfKey } from "./key-kinds.ts";

const DUTCH_SHOP = { matchKey: Buffer.alloc(32, 7), countryCode: "NL" };

test("an e-mail address matches itself in another case, with spaces around it and in another Unicode form", () => {
  const [composed] = customerKeysOf({ shopifyCustomerIds: [], emails: ["zoé@Example.com"], phones: [] }, DUTCH_SHOP);
  const [decomposed] = customerKeysOf(
    { shopifyCustomerIds: [], emails: [" ZOE\u0301@example.COM "], phones: [] },
    DUTCH_SHOP,
  );
  expect(composed).toBe(decomposed);
  expect(composed).toMatch(/^e:[\w-]{22}$/);
});

test("dots and plus signs in an address are not rewritten", () => {
  expect(normaliseEmail("a.b+c@gmail.com")).toBe("a.b+c@gmail.com");
  expect(normaliseEmail("no address")).toBeNull();
});

test("a national phone number is the same key as its international form in the shop's country", () => {
  expect(normalisePhone("06 1234 5678", "NL")).toBe("+31612345678");
  expect(normalisePhone("+31 (0)6 12345678", null)).toBe("+31612345678");
  expect(normalisePhone("06 1234 5678", null)).toBeNull();
  expect(normalisePhone("12", "NL")).toBeNull();
});

test("two shops make different keys of the same address", () => {
  const sources = { shopifyCustomerIds: [], emails: ["ann@example.com"], phones: [] };
  expect(customerKeysOf(sources, DUTCH_SHOP)).not.toEqual(
    customerKeysOf(sources, { ...DUTCH_SHOP, matchKey: Buffer.alloc(32, 8) }),
  );
});

test("a linked Shopify id is read from a number or a global id, and repeats are dropped", () => {
  const keys = customerKeysOf(
    { shopifyCustomerIds: ["42", "gid://shopify/Customer/42", "x"], emails: [], phones: [] },
    DUTCH_SHOP,
  );
  expect(keys).toEqual(["s:42"]);
  expect(kindOfKey("s:42")).toBe("shopify-id");
});
