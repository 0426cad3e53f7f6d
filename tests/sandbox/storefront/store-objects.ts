import type { ShopFile } from "../dataset/dataset.ts";
import { shopId } from "../shopify/shop-node.ts";
import { idOf, legacyId, objectAt, textAt } from "../shopify/values.ts";
import type { JsonObject } from "../simulator.ts";
import { PRODUCTS, type Product } from "./catalogue.ts";
import { TextDrop } from "./liquid-engine.ts";
import { rootOf, SHOP_LOCALES, type ShopLocale } from "./shop-locales.ts";

export type PageType =
  | "index"
  | "product"
  | "collection"
  | "page"
  | "cart"
  | "customers/login"
  | "404"
  | "list-collections";

/** One page that is asked for. */
export interface StorePage {
  type: PageType;
  /** Path without the language. */
  path: string;
  title: string;
  locale: ShopLocale;
  /** Of the address that the browser used. */
  origin: string;
  isDesignMode: boolean;
  /** Row of the data set that is logged in; null for a guest. */
  customer: JsonObject | null;
  product: Product | null;
  cart: readonly Product[];
}

/**
 * The global objects of Liquid on this page. What they do not have is an error when a template asks for it; what Shopify
 * leaves empty is null.
 */
export function storeObjects(shop: ShopFile, page: StorePage): JsonObject {
  const { locale, product, cart } = page;
  const root = rootOf(locale);
  const collection = {
    ...COLLECTION,
    url: `${root}/collections/all`,
    products: PRODUCTS.map((one) => productObject(one, root)),
  };
  return {
    shop: shopObject(shop),
    request: requestObject(shop, page),
    localization: localizationObject(shop, locale),
    routes: routesObject(root),
    customer: customerObject(page.customer),
    template: new TextDrop(page.type, { name: page.type, suffix: null, directory: null }),
    settings: {},
    cart: cartObject(cart, root),
    collection: page.type === "collection" ? collection : null,
    collections: { all: collection },
    product: product === null ? null : productObject(product, root),
    page: page.type === "page" ? { handle: page.path.split("/").at(-1), title: page.title } : null,
    page_title: page.title,
    page_description: null,
    canonical_url: `https://${shop.domain}${root}${page.path}`,
    powered_by_link: "",
    // App-data metafields, which the app of this project does not write.
    app: { metafields: {} },
  };
}

const COLLECTION = {
  id: 4_410_001,
  handle: "all",
  title: "All goods",
  description: "",
  products_count: PRODUCTS.length,
};

function shopObject(shop: ShopFile): JsonObject {
  return {
    id: shopId(shop),
    name: shop.name,
    domain: shop.domain,
    permanent_domain: shop.domain,
    secure_url: `https://${shop.domain}`,
    url: `https://${shop.domain}`,
    email: shop.email,
    currency: shop.currencyCode,
    description: "",
    money_format: "{{amount}}",
    metafields: {},
    locale: "en",
    customer_accounts_enabled: true,
    published_locales: SHOP_LOCALES.map(localeObject),
  };
}

function requestObject(shop: ShopFile, { type, path, locale, isDesignMode }: StorePage): JsonObject {
  return {
    design_mode: isDesignMode,
    visual_preview_mode: false,
    host: shop.domain,
    origin: `https://${shop.domain}`,
    path: `${rootOf(locale)}${path}`,
    page_type: type,
    locale: localeObject(locale),
  };
}

function localeObject(locale: ShopLocale): JsonObject {
  const { iso_code, name, endonym_name } = locale;
  return { iso_code, name, endonym_name, primary: iso_code === "en", root_url: rootOf(locale) || "/" };
}

function localizationObject(shop: ShopFile, locale: ShopLocale): JsonObject {
  const country = {
    iso_code: shop.countryCode,
    name: new Intl.DisplayNames("en", { type: "region" }).of(shop.countryCode) ?? shop.countryCode,
    currency: { iso_code: shop.currencyCode, name: shop.currencyCode, symbol: shop.currencyCode },
    unit_system: "metric",
  };
  const languages = SHOP_LOCALES.map(localeObject);
  return { language: localeObject(locale), available_languages: languages, country, available_countries: [country] };
}

function routesObject(root: string): JsonObject {
  return {
    root_url: root || "/",
    ...{ cart_url: `${root}/cart`, cart_add_url: `${root}/cart/add`, cart_change_url: `${root}/cart/change` },
    ...{ account_url: `${root}/account`, account_login_url: `${root}/account/login` },
    ...{ account_logout_url: `${root}/account/logout`, search_url: `${root}/search` },
    ...{ collections_url: `${root}/collections`, all_products_collection_url: `${root}/collections/all` },
  };
}

function customerObject(row: JsonObject | null): JsonObject | null {
  if (row === null) return null;
  const name = [textAt(row, "firstName"), textAt(row, "lastName")].filter(Boolean).join(" ");
  return {
    id: Number(legacyId(idOf(row))),
    email: emailOf(row),
    name: name || textAt(row, "displayName"),
    first_name: textAt(row, "firstName"),
    last_name: textAt(row, "lastName"),
    phone: textAt(objectAt(row, "defaultPhoneNumber") ?? {}, "phoneNumber"),
    orders_count: Number(row.numberOfOrders ?? 0),
    tags: [],
    has_account: true,
    accepts_marketing: false,
    metafields: {},
  };
}

/** The e-mail address of a customer of the data set; null when it has none. */
export function emailOf(row: JsonObject): string | null {
  return textAt(objectAt(row, "defaultEmailAddress") ?? {}, "emailAddress");
}

function cartObject(products: readonly Product[], root: string): JsonObject {
  const items = products.map((product) => ({
    ...productObject(product, root),
    quantity: 1,
    final_line_price: product.price,
  }));
  return {
    item_count: items.length,
    items,
    total_price: products.reduce((sum, { price }) => sum + price, 0),
    currency: { iso_code: "EUR" },
    note: null,
    attributes: {},
    empty: items.length === 0,
  };
}

function productObject(product: Product, root: string): JsonObject {
  const { id, handle, title, price, description, hue } = product;
  const url = `${root}/products/${handle}`;
  return {
    id,
    handle,
    title,
    price,
    description,
    hue,
    url,
    available: true,
    type: "",
    vendor: "",
    tags: [],
    metafields: {},
  };
}
