import { readFileSync } from "node:fs";
import type { Dataset } from "../dataset/dataset.ts";
import type { JsonObject } from "../simulator.ts";
import type { ReceivedMail } from "../smtp/mail-server.ts";
import { mailboxPage } from "../smtp/mailbox-page.ts";
import { extensionsOf, type Storefront } from "../storefront/storefront.ts";
import { type EditorWorld, saveDraft, themeEditorPage } from "../storefront/theme-editor.ts";
import type { WebhookPost } from "../webhook-receiver.ts";
import { type AdminFrame, appPage, installPage, placeholderPage } from "./admin-page.ts";
import type { AppConfig } from "./app-config.ts";
import { answerControl } from "./control-endpoint.ts";
import { STAFF_USER_ID } from "./session-token.ts";
import { shopHandle } from "./shop-node.ts";
import type { ShopifyControl } from "./shopify.ts";
import { idOf, legacyId } from "./values.ts";

export interface AdminSite {
  dataset: Dataset;
  config: AppConfig;
  apiKey: string;
  shopify: ShopifyControl;
  /** Origin that the app is framed from. */
  proxyOrigin(): string;
  /** What `shopify.app.extensions()` tells the app. */
  extensions(): readonly JsonObject[];
  /** The shop's online store, which the theme editor changes. */
  storefront: Storefront;
  storefrontOrigin(): string;
  mails: readonly ReceivedMail[];
  webhookPosts: readonly WebhookPost[];
}

/** Own files by name: where they are and what they are. */
const ASSETS: Record<string, { file: string; type: string }> = {
  "admin-page.css": { file: "admin-page.css", type: "text/css" },
  "admin-page.js": { file: "admin-page.js", type: "text/javascript" },
  "theme-editor.css": { file: "../storefront/theme-editor.css", type: "text/css" },
  "theme-editor.js": { file: "../storefront/theme-editor.js", type: "text/javascript" },
};

/** Answers for the simulated Shopify admin: its pages, its assets, and what the App Bridge stand-in asks it for. */
export async function answerAdminSite(site: AdminSite, request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (url.pathname.startsWith("/_sandbox/control/")) return answerControl(site, request);
  if (url.pathname === "/_sandbox/mailbox") return html(mailboxPage(site.mails, site.dataset.shop.name));
  if (url.pathname.startsWith("/_sandbox/")) return answerOwn(site, url.pathname.slice("/_sandbox/".length), request);
  const base = appBase(site);
  const store = `/store/${shopHandle(site.dataset.shop)}`;
  if (url.pathname === "/") return redirect(base, 302);
  if (url.pathname === `${base}/install` && request.method === "POST") {
    site.shopify.install();
    return redirect(base, 303);
  }
  // Shopify also knows an app by its API key, and that is how the app's own redirects name it.
  const byKey = `${store}/apps/${site.apiKey}`;
  if (url.pathname === byKey || url.pathname.startsWith(`${byKey}/`)) {
    return redirect(`${base}${url.pathname.slice(byKey.length)}${url.search}`, 302);
  }
  if (/^\/themes\/[^/]+\/editor$/.test(url.pathname.slice(store.length)) && url.pathname.startsWith(store)) {
    return openThemeEditor(site, url);
  }
  if (url.pathname === base || url.pathname.startsWith(`${base}/`)) return html(appOrInstallPage(site, url));
  if (url.pathname === store || url.pathname.startsWith(`${store}/`)) return html(otherPage(site, url.pathname, store));
  return new Response("There is no such page in the simulated Shopify admin.\n", { status: 404 });
}

/** Path of the app in the simulated admin. */
export function appBase(site: Pick<AdminSite, "dataset" | "config">): string {
  return `/store/${shopHandle(site.dataset.shop)}/apps/${site.config.handle}`;
}

function appOrInstallPage(site: AdminSite, url: URL): string {
  const frame = frameOf(site, url.pathname);
  if (!site.shopify.isInstalled()) return installPage(frame, site.config.scopes);
  const path = url.pathname.slice(frame.appBase.length) || "/";
  const src = new URL(path, site.proxyOrigin());
  for (const [name, value] of url.searchParams) src.searchParams.append(name, value);
  for (const [name, value] of site.shopify.embeddedParams()) src.searchParams.set(name, value);
  const config = {
    base: frame.appBase,
    appPath: `${path}${url.search}`,
    appName: frame.appName,
    shopName: frame.shopName,
    proxyOrigin: site.proxyOrigin(),
    user: { id: Number(STAFF_USER_ID), name: "Robin Vega", accountAccess: "Full access" },
  };
  return appPage(frame, { src: src.href, config });
}

function editorWorld(site: AdminSite): EditorWorld {
  const { dataset, storefront, apiKey } = site;
  return {
    extensions: site.shopify.isInstalled() ? extensionsOf(storefront) : [],
    theme: storefront.theme,
    storefrontOrigin: site.storefrontOrigin(),
    shopName: dataset.shop.name,
    home: appBase(site),
    apiKey,
    locale: site.shopify.embeddedParams().get("locale") ?? "en",
  };
}

/** A deep link into the theme editor; one that names something that is not there says so. */
function openThemeEditor(site: AdminSite, url: URL): Response {
  try {
    return html(themeEditorPage(editorWorld(site), url.searchParams));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Response(`The theme editor cannot open this: ${error.message}\n`, { status: 404 });
  }
}

async function saveTheme(site: AdminSite, request: Request): Promise<Response> {
  try {
    saveDraft(editorWorld(site), await request.json());
    return Response.json({});
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return Response.json({ error: error.message }, { status: 422 });
  }
}

function otherPage(site: AdminSite, path: string, store: string): string {
  const [kind = "", id = ""] = path.slice(store.length + 1).split("/");
  const title = kind === "" ? "Home" : `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;
  const rows = kind === "orders" || kind === "customers" ? site.dataset[kind] : [];
  const row = id === "" ? undefined : rows.find((one) => legacyId(idOf(one)) === id);
  return placeholderPage(frameOf(site, path), { title: row ? `${title} ${id}` : title, row: row ?? null });
}

function frameOf(site: AdminSite, path: string): AdminFrame {
  const { shop } = site.dataset;
  return {
    shopName: shop.name,
    shopDomain: shop.domain,
    storeHandle: shopHandle(shop),
    appName: site.config.name,
    appBase: appBase(site),
    isInstalled: site.shopify.isInstalled(),
    path,
  };
}

async function answerOwn(site: AdminSite, name: string, request: Request): Promise<Response> {
  const asset = ASSETS[name];
  if (asset !== undefined) {
    const text = readFileSync(new URL(asset.file, import.meta.url), "utf8");
    return new Response(text, {
      headers: { "content-type": `${asset.type}; charset=utf-8`, "cache-control": "no-cache" },
    });
  }
  if (request.method !== "POST") return new Response(null, { status: 405 });
  if (name === "id-token") return Response.json({ idToken: site.shopify.mintIdToken() });
  if (name === "theme/save") return saveTheme(site, request);
  if (name === "extensions") return Response.json(site.extensions());
  if (name !== "scopes") return new Response(null, { status: 404 });
  const granted = site.shopify.grantedScopes();
  return Response.json({ granted, required: site.config.scopes, optional: site.config.optionalScopes });
}

function html(text: string): Response {
  return new Response(text, { headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" } });
}

function redirect(path: string, status: number): Response {
  return new Response(null, { status, headers: { location: path } });
}
