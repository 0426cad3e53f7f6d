import type { Dataset } from "../dataset/dataset.ts";
import { idOf, isObject, legacyId, textAt } from "../shopify/values.ts";
import type { JsonObject, SandboxClock } from "../simulator.ts";
import { forwardToApp, type ProxyRoute } from "./app-proxy.ts";
import { findProduct, type Product } from "./catalogue.ts";
import { answerChat, type ChatDesk, isWidget } from "./chat/chat-desk.ts";
import { type PageWorld, renderPage, renderProxied } from "./render-page.ts";
import { findLocale, rootOf, SHOP_LOCALES, type ShopLocale, splitLocale } from "./shop-locales.ts";
import { assetAt, compressed } from "./store-assets.ts";
import type { PageType, StorePage } from "./store-objects.ts";
import { THEME_TEXTS } from "./theme/texts.ts";
import { readDraft } from "./theme-editor.ts";
import { ExtensionError, editorText, readThemeExtensions, type ThemeExtension } from "./theme-extension.ts";
import { extensionInfo, type ThemeState } from "./theme-state.ts";

export interface Storefront {
  dataset: Dataset;
  clock: SandboxClock;
  app: { origin: string; apiSecret: string };
  /** Null where the app has none. */
  proxy: ProxyRoute | null;
  /** Folder of the app's extensions, read anew for every page. */
  extensionsDirectory: string;
  theme: ThemeState;
  chats: ChatDesk;
  adminOrigin(): string;
}

/** Cookies of the sandbox's own; a real store has others. */
const [CUSTOMER, WIDGET, CART, LANGUAGE] = ["sandbox_customer", "sandbox_widget", "sandbox_cart", "sandbox_locale"];

/** Answers for the shop's online store: its pages, its assets, the app's proxied pages and the chat. */
export async function answerStorefront(store: Storefront, request: Request): Promise<Response> {
  try {
    return compressed(await answer(store, request), request);
  } catch (error) {
    return errorPage(error);
  }
}

/** The theme app extensions as they stand now. */
export function extensionsOf({ extensionsDirectory }: Pick<Storefront, "extensionsDirectory">): ThemeExtension[] {
  return readThemeExtensions(extensionsDirectory);
}

/** What App Bridge's `app.extensions()` tells of them. */
export function toldExtensions(store: Storefront): JsonObject[] {
  return extensionInfo(extensionsOf(store), store.theme, (extension, name) => editorText(extension, name, "en"));
}

async function answer(store: Storefront, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const asset = assetAt(url.pathname, () => extensionsOf(store));
  if (asset !== undefined) return asset;
  if (url.pathname === "/_sandbox/chat" && request.method === "POST") {
    return answerChat(store.chats, request, visitorOf(store, request, url).customer);
  }
  const { locale: inPath, path } = splitLocale(url.pathname);
  const visitor = visitorOf(store, request, url);
  const page = pageAt(store, { path, url, visitor, locale: inPath ?? visitor.locale });
  const isProxied = store.proxy !== null && (path === store.proxy.prefix || path.startsWith(`${store.proxy.prefix}/`));
  if (isProxied && store.proxy !== null) return withCookies(await proxied(store, request, page, store.proxy), visitor);
  if (path === "/cart/add" && request.method === "POST") return addToCart(request, page);
  if (request.method !== "GET" && request.method !== "HEAD") return new Response(null, { status: 405 });
  const html = await renderPage(worldOf(store, visitor, url), page);
  return withCookies(htmlResponse(store, html, page), visitor);
}

interface Visitor {
  customer: JsonObject | null;
  widget: string | null;
  locale: ShopLocale;
  cart: Product[];
  address: string;
  cookies: string[];
}

/**
 * Who is asking: `?login=<customer id>`, `?widget=<name>` and `?locale=<code>` are remembered in cookies; empty ones
 * forget. @throws RangeError for a customer, widget or language that is not there
 */
function visitorOf(store: Storefront, request: Request, url: URL): Visitor {
  const kept = new Map(
    (request.headers.get("cookie") ?? "").split(/;\s*/).map((pair): [string, string] => {
      const [name = "", value = ""] = pair.split("=");
      return [name, decodeURIComponent(value)];
    }),
  );
  const cookies: string[] = [];
  const chosen = (parameter: string, cookie: string) => {
    const given = url.searchParams.get(parameter);
    if (given === null) return kept.get(cookie) ?? "";
    cookies.push(`${cookie}=${encodeURIComponent(given)}; Path=/; SameSite=Lax`);
    return given;
  };
  const widget = chosen("widget", WIDGET) || store.chats.widget();
  if (widget !== null && !isWidget(widget)) throw new RangeError(`the sandbox plays no chat widget "${widget}"`);
  return {
    customer: customerOf(store, chosen("login", CUSTOMER)),
    widget,
    locale: localeOf(chosen("locale", LANGUAGE)),
    cart: (kept.get(CART) ?? "").split(",").flatMap((handle) => findProduct(handle) ?? []),
    address: request.headers.get("x-sandbox-client") ?? "203.0.113.24",
    cookies,
  };
}

function customerOf({ dataset }: Storefront, id: string): JsonObject | null {
  if (id === "") return null;
  const found = dataset.customers.find((row) => legacyId(idOf(row)) === id);
  if (!found) throw new RangeError(`the shop has no customer ${id}`);
  return found;
}

function localeOf(code: string): ShopLocale {
  const [first] = SHOP_LOCALES;
  const locale = code === "" ? first : findLocale(code);
  if (!locale) throw new RangeError(`the shop is not published in "${code}"`);
  return locale;
}

interface Asked {
  path: string;
  url: URL;
  visitor: Visitor;
  locale: ShopLocale;
}

function pageAt(store: Storefront, { path, url, visitor, locale }: Asked): StorePage {
  const [, kind = "", handle = ""] = path.split("/");
  const product = kind === "products" ? findProduct(handle) : null;
  const type = pageType(kind, handle, product);
  const text = (key: string) => THEME_TEXTS.get(locale.iso_code)?.get(key) ?? THEME_TEXTS.get("en")?.get(key) ?? key;
  const titles: Partial<Record<PageType, string>> = {
    ...{ index: store.dataset.shop.name, collection: text("general.catalogue"), cart: text("cart.title") },
    ...{ page: text("contact.title"), "customers/login": text("general.log_in"), "404": text("not_found.title") },
  };
  return {
    type,
    path: path === "/" ? "/" : path.replace(/\/$/, ""),
    title: product?.title ?? titles[type] ?? store.dataset.shop.name,
    locale,
    origin: url.origin,
    isDesignMode: url.searchParams.has("_design"),
    customer: visitor.customer,
    product,
    cart: visitor.cart,
  };
}

function pageType(kind: string, handle: string, product: Product | null): PageType {
  if (kind === "") return "index";
  if (kind === "collections" && (handle === "" || handle === "all"))
    return handle === "" ? "list-collections" : "collection";
  if (product !== null) return "product";
  if (kind === "pages" && handle === "contact") return "page";
  if (kind === "cart" && handle === "") return "cart";
  return kind === "account" ? "customers/login" : "404";
}

function worldOf(store: Storefront, visitor: Visitor, url: URL): PageWorld {
  const draft = readDraft(url.searchParams.get("_design"));
  const { chats, theme, dataset } = store;
  return {
    dataset,
    extensions: extensionsOf(store),
    placed: draft === null ? theme.placed() : draft.over(theme.placed()),
    chat: visitor.widget === null ? null : { widget: visitor.widget, ...chats.told(visitor.widget) },
    selected: draft?.block ?? null,
  };
}

async function proxied(store: Storefront, request: Request, page: StorePage, config: ProxyRoute): Promise<Response> {
  const visitor = visitorOf(store, request, new URL(request.url));
  const answered = await forwardToApp(
    {
      config,
      appOrigin: store.app.origin,
      apiSecret: store.app.apiSecret,
      shopDomain: store.dataset.shop.domain,
      clock: store.clock,
      path: page.path,
      customerId: page.customer === null ? "" : legacyId(idOf(page.customer)),
      clientAddress: visitor.address,
    },
    request,
  );
  if (!(answered.headers.get("content-type") ?? "").startsWith("application/liquid")) return answered;
  const world = worldOf(store, visitor, new URL(request.url));
  const html = await renderProxied(world, page, await answered.text());
  const headers = new Headers(answered.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  return new Response(html, { status: answered.status, headers });
}

async function addToCart(request: Request, page: StorePage): Promise<Response> {
  const handle = textAt(Object.fromEntries(new URLSearchParams(await request.text())), "handle") ?? "";
  const handles = [...page.cart, findProduct(handle)].flatMap((product) => product?.handle ?? []);
  const headers = { location: `${rootOf(page.locale)}/cart`, "set-cookie": `${CART}=${handles.join(",")}; Path=/` };
  return new Response(null, { status: 303, headers });
}

/** Only the theme editor may frame a store. */
function htmlResponse(store: Storefront, html: string, { type, isDesignMode }: StorePage): Response {
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": `frame-ancestors ${isDesignMode ? store.adminOrigin() : "'none'"}`,
  };
  return new Response(html, { status: type === "404" ? 404 : 200, headers });
}

function withCookies(response: Response, { cookies }: Visitor): Response {
  if (cookies.length === 0) return response;
  const changed = new Response(response.body, response);
  for (const cookie of cookies) changed.headers.append("set-cookie", cookie);
  return changed;
}

/** Everything that a template or an address asks for in vain is shown, so that nobody overlooks it. */
function errorPage(error: unknown): Response {
  const isMistake = error instanceof RangeError;
  const reason = error instanceof Error ? error.message : String(error);
  const name =
    error instanceof ExtensionError ? "Extension" : isObject(error) && "name" in error ? String(error.name) : "Error";
  return new Response(`The played store cannot show this page.\n${name}: ${reason}\n`, {
    status: isMistake ? 400 : 500,
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
}
