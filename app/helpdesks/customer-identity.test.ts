import { expect, test } from "vitest";
import { distinct, isPhoneNumber, isRealEmail, shopifyCustomerIdOf } from "./customer-identity.ts";

const INVENTED = [".desk.example", "chat.example"];

test("an address of a person is real, however it is written", () => {
  for (const address of [
    "ida@fern.example",
    " Ida.B+shop@Sub.Fern.Example ",
    "ida@desk.example",
    "i@xn--frn-hoa.example",
  ])
    expect(isRealEmail(address, INVENTED), address).toBe(true);
});

test("addresses that a helpdesk or a network made up are none", () => {
  for (const address of [
    "instagram-4711@social.desk.example",
    "4711@chat.example",
    "4711@eu.chat.example",
    "ida@facebook.com",
    "4711@s.whatsapp.net",
    "phone-31@nobody.invalid",
  ])
    expect(isRealEmail(address, INVENTED), address).toBe(false);
});

test("what is no address at all is none", () => {
  for (const address of [
    "",
    "ida",
    "ida@",
    "@fern.example",
    "ida@fern",
    "a b@fern.example",
    "a@b@fern.example",
    "+31612345678",
  ])
    expect(isRealEmail(address, INVENTED), address).toBe(false);
});

test("a phone number has the digits of one, in any writing", () => {
  for (const text of ["+31 6 1234 5678", "06-12345678", "(020) 123 45 67", "0031612345678"])
    expect(isPhoneNumber(text), text).toBe(true);
  for (const text of ["anonymous", "12345", "", "ida@fern.example", "+1234567890123456", "user 5551234567"])
    expect(isPhoneNumber(text), text).toBe(false);
});

test("a linked Shopify customer is read from a number, digits or a global id, and from nothing else", () => {
  for (const value of [7_100_400, "7100400", "gid://shopify/Customer/7100400", " 7100400 "])
    expect(shopifyCustomerIdOf(value)).toBe("7100400");
  for (const value of [0, -5, 1.5, "", "crm-77", "gid://shopify/Order/7100400", null, undefined, {}, "0"])
    expect(shopifyCustomerIdOf(value)).toBeNull();
});

test("values are kept once, in their order, without nulls", () => {
  expect(distinct(["b", null, "a", "b"])).toEqual(["b", "a"]);
});
