import type { ShopFile } from "../dataset/dataset.ts";
import type { JsonObject } from "../simulator.ts";

/** The shop's part of `name.myshopify.com`. */
export function shopHandle(shop: ShopFile): string {
  return shop.domain.replace(/\.myshopify\.com$/, "");
}

/** A stable number for the shop, as webhook bodies and global ids carry it. */
export function shopId(shop: ShopFile): number {
  let id = 17;
  for (const letter of shop.domain) id = (id * 31 + letter.charCodeAt(0)) % 90_000_000_000;
  return 10_000_000_000 + id;
}

/** `Shop` of the Admin API, from the data set's shop.json. */
export function shopNode(shop: ShopFile): JsonObject {
  const host = shop.domain;
  const address = {
    __typename: "ShopAddress",
    id: `gid://shopify/ShopAddress/${shopId(shop)}`,
    countryCodeV2: shop.countryCode,
    countryCode: shop.countryCode,
    country: new Intl.DisplayNames("en", { type: "region" }).of(shop.countryCode) ?? null,
    coordinatesValidated: false,
    formatted: [],
  };
  return {
    __typename: "Shop",
    id: `gid://shopify/Shop/${shopId(shop)}`,
    name: shop.name,
    email: shop.email,
    contactEmail: shop.email,
    myshopifyDomain: host,
    url: `https://${host}`,
    primaryDomain: { __typename: "Domain", id: `gid://shopify/Domain/${shopId(shop)}`, host, url: `https://${host}` },
    ianaTimezone: shop.ianaTimezone,
    currencyCode: shop.currencyCode,
    enabledPresentmentCurrencies: [shop.currencyCode],
    weightUnit: "KILOGRAMS",
    unitSystem: "METRIC_SYSTEM",
    setupRequired: false,
    plan: { displayName: "Basic", publicDisplayName: "Basic", partnerDevelopment: false, shopifyPlus: false },
    billingAddress: address,
    shopAddress: address,
  };
}
