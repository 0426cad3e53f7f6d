import { expect, test } from "vitest";
import { secureHeaders } from "./document-headers.ts";

test("the shop that may frame the page is kept and the other directives follow it", () => {
  const headers = new Headers({ "Content-Security-Policy": "frame-ancestors https://lamp-shop.myshopify.com;" });
  secureHeaders(headers);
  expect(headers.get("Content-Security-Policy")).toBe(
    "frame-ancestors https://lamp-shop.myshopify.com; object-src 'none'; base-uri 'none'",
  );
});

test("a document without a shop can be framed by the Shopify admin alone", () => {
  const headers = new Headers();
  secureHeaders(headers);
  expect(headers.get("Content-Security-Policy")).toMatch(/^frame-ancestors https:\/\/admin\.shopify\.com;/);
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(headers.get("Referrer-Policy")).toBe("strict-origin-when-cross-origin");
});

test("setting the headers twice changes nothing", () => {
  const headers = new Headers();
  secureHeaders(headers);
  const once = [...headers];
  secureHeaders(headers);
  expect([...headers]).toEqual(once);
});
