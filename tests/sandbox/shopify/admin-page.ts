import type { JsonObject } from "../simulator.ts";

/** What every page of the simulated admin shows around its content. */
export interface AdminFrame {
  shopName: string;
  shopDomain: string;
  storeHandle: string;
  appName: string;
  /** `/store/<shop>/apps/<app>`. */
  appBase: string;
  isInstalled: boolean;
  /** The page's own path, to mark where one is. */
  path: string;
}

/** The app's page: `src` is what the frame loads, `config` what admin-page.js needs. */
export function appPage(frame: AdminFrame, app: { src: string; config: JsonObject }): string {
  const body = `
    <div class="title-bar">
      ${appIcon(frame.appName)}<div id="crumbs"></div><h1 id="title">${inHtml(frame.appName)}</h1>
      <div class="title-actions" id="title-actions"></div>
    </div>
    <iframe id="app" name="app-iframe" title="${inHtml(frame.appName)}" src="${inHtml(app.src)}"
      allow="clipboard-write; fullscreen"></iframe>`;
  return page(frame, { title: frame.appName, body, config: app.config, isLoading: true });
}

/** The page that asks for permission before the app is installed. */
export function installPage(frame: AdminFrame, scopes: readonly string[]): string {
  const body = `
    <div class="title-bar">${appIcon(frame.appName)}<h1>Install ${inHtml(frame.appName)}</h1></div>
    <div class="sheet" tabindex="0"><div class="card">
      <h2>You are about to install ${inHtml(frame.appName)}</h2>
      <p>On ${inHtml(frame.shopName)} (${inHtml(frame.shopDomain)}) this app will be able to:</p>
      <ul>${scopes.map((scope) => `<li>${inHtml(scopeInWords(scope))} <span class="muted">(${inHtml(scope)})</span></li>`).join("")}</ul>
      <form method="post" action="${inHtml(frame.appBase)}/install"><button class="button primary">Install</button></form>
    </div></div>`;
  return page(frame, { title: `Install ${frame.appName}`, body, config: {}, isLoading: false });
}

/** A page of the admin that is not the app's: says what it stands for, and shows a row of the data set when it has one. */
export function placeholderPage(frame: AdminFrame, content: { title: string; row: JsonObject | null }): string {
  const facts = Object.entries(content.row ?? {}).map(([key, value]) => {
    const shown = typeof value === "string" ? value : JSON.stringify(value);
    return `<dt>${inHtml(key)}</dt><dd>${inHtml(shown)}</dd>`;
  });
  const inside = content.row
    ? `<dl>${facts.join("")}</dl>`
    : `<p>This page of the Shopify admin is not part of the sandbox.</p>
       <a class="button" href="${inHtml(frame.appBase)}">Open ${inHtml(frame.appName)}</a>`;
  const body = `
    <div class="title-bar"><h1>${inHtml(content.title)}</h1></div>
    <div class="sheet" tabindex="0"><div class="card"><h2>${inHtml(content.title)}</h2>${inside}</div></div>`;
  return page(frame, { title: content.title, body, config: {}, isLoading: false });
}

interface PageParts {
  title: string;
  body: string;
  config: JsonObject;
  isLoading: boolean;
}

function page(frame: AdminFrame, { title, body, config, isLoading }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${inHtml(title)} · ${inHtml(frame.shopName)}</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/_sandbox/admin-page.css">
</head>
<body>
  <a class="skip" href="#main">Skip to content</a>
  <div class="loading" id="loading" ${isLoading ? "" : "hidden"}></div>
  <header class="bar">
    <button class="menu-button" id="menu-button" aria-label="Menu" aria-expanded="false" aria-controls="side">${MENU}</button>
    <a class="brand" aria-label="Simulated Shopify" href="/store/${inHtml(frame.storeHandle)}">${BAG}<span class="word">Simulated Shopify</span></a>
    <span class="tag">Sandbox</span>
    <div class="shop"><span>${inHtml(frame.shopName)}</span><span class="avatar" aria-hidden="true">${inHtml(initials(frame.shopName))}</span></div>
  </header>
  <nav class="side" id="side" aria-label="Admin">${sideLinks(frame)}</nav>
  <main id="main" tabindex="-1">${body}</main>
  <section class="save-bar" id="save-bar" aria-label="Unsaved changes" hidden>
    <p>Unsaved changes</p><span id="save-bar-actions"></span>
  </section>
  <div class="toasts" id="toasts" role="status" aria-live="polite"></div>
  <dialog class="confirm" id="confirm" aria-labelledby="confirm-title">
    <h2 id="confirm-title">Leave page with unsaved changes?</h2>
    <p>Leaving this page will delete all unsaved changes.</p>
    <form method="dialog">
      <button class="button" value="no">Stay</button><button class="button critical" value="yes" id="confirm-yes">Leave page</button>
    </form>
  </dialog>
  <script type="application/json" id="sandbox-config">${JSON.stringify(config).replaceAll("<", "\\u003c")}</script>
  <script type="module" src="/_sandbox/admin-page.js"></script>
</body>
</html>
`;
}

function sideLinks(frame: AdminFrame): string {
  const store = `/store/${frame.storeHandle}`;
  const link = (path: string, label: string, icon: string) => {
    const current = frame.path === path ? ' aria-current="page"' : "";
    return `<li><a href="${inHtml(path)}"${current}>${icon}${inHtml(label)}</a></li>`;
  };
  const appCurrent = frame.path.startsWith(frame.appBase) ? ' aria-current="page"' : "";
  return `
    <ul>${link(store, "Home", HOME)}${link(`${store}/orders`, "Orders", ORDERS)}${link(`${store}/customers`, "Customers", PERSON)}</ul>
    <h2>Apps</h2>
    <ul><li><a id="app-home" href="${inHtml(frame.appBase)}"${appCurrent}>${appIcon(frame.appName)}${inHtml(frame.appName)}</a>
      <ul class="app-links" id="app-links"></ul></li></ul>`;
}

function appIcon(name: string): string {
  return `<span class="app-icon" aria-hidden="true">${inHtml(name.slice(0, 1))}</span>`;
}

function initials(name: string): string {
  const words = name.split(/\s+/).slice(0, 2);
  return words.map((word) => word.slice(0, 1).toUpperCase()).join("");
}

function scopeInWords(scope: string): string {
  const [verb, ...things] = scope.split("_");
  return `${verb === "write" ? "Change" : "View"} ${things.join(" ")}`;
}

/** Text as it may stand in HTML, attributes included. */
function inHtml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

const icon = (path: string) =>
  `<svg viewBox="0 0 20 20" fill="currentColor" aria-hidden="true"><path d="${path}"/></svg>`;
const MENU = icon("M3 5h14v1.6H3zM3 9.2h14v1.6H3zM3 13.4h14V15H3z");
const BAG = icon("M6 6V5a4 4 0 0 1 8 0v1h2.5l.9 12H2.6l.9-12zm1.6 0h4.8V5a2.4 2.4 0 0 0-4.8 0z");
const HOME = icon("M10 2.5 2.5 9v8.5h5v-5h5v5h5V9zm0 2.1 5.9 5.1V16h-1.9v-5H6v5H4.100V9.700z");
const ORDERS = icon("M4 3h12v14.500H4zm1.600 1.600v11.300h8.800V4.600zM7 7h6v1.500H7zm0 3.200h6v1.500H7z");
const PERSON = icon(
  "M10 3a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7zM3.500 17.500c0-3.600 2.900-5.800 6.500-5.800s6.500 2.200 6.500 5.800z",
);
