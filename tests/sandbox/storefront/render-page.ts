import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Liquid } from "liquidjs";
import type { Dataset } from "../dataset/dataset.ts";
import { idOf, legacyId } from "../shopify/values.ts";
import type { JsonObject } from "../simulator.ts";
import { parseColor, toHsl } from "./color.ts";
import { makeLiquid, TextDrop, translate } from "./liquid-engine.ts";
import { inHtml } from "./liquid-filters.ts";
import { rootOf } from "./shop-locales.ts";
import { emailOf, type StorePage, storeObjects } from "./store-objects.ts";
import { THEME_TEXTS } from "./theme/texts.ts";
import { ExtensionError, type ThemeBlock, type ThemeExtension } from "./theme-extension.ts";
import { type PlacedBlock, settingsOf, THEME_ID } from "./theme-state.ts";

const THEME = fileURLToPath(new URL("theme/", import.meta.url));

export interface PageWorld {
  dataset: Dataset;
  extensions: readonly ThemeExtension[];
  /** Blocks that are in the theme, drafts of the theme editor included. */
  placed: readonly PlacedBlock[];
  /** What the chat widget's script is told; null where the shop has none. */
  chat: JsonObject | null;
  /** Block that the theme editor has selected, which its scripts are told of. */
  selected: string | null;
}

const TEMPLATES: Record<StorePage["type"], string> = {
  ...{ index: "index", product: "product", collection: "collection", "list-collections": "collection" },
  ...{ page: "page", cart: "cart", "customers/login": "login", "404": "404" },
};

/** A page of the shop: its template inside the theme's layout, with the app's blocks where the merchant has put them. */
export async function renderPage(world: PageWorld, page: StorePage): Promise<string> {
  const source = readFileSync(join(THEME, "templates", `${TEMPLATES[page.type]}.liquid`), "utf8");
  const apps = await Promise.all(blocksOf(world, page, "section").map((one) => renderBlock(world, page, one)));
  const section =
    apps.length === 0
      ? ""
      : `<section class="page-width shopify-section" id="shopify-section-apps">${apps.join("")}</section>`;
  const globals = { ...storeObjects(world.dataset.shop, page), theme: themeObject(world, page) };
  const inner = await themeEngine(world, page).parseAndRender(source, {}, { globals });
  return putInLayout(world, page, `${inner}${section}`);
}

/** Liquid of the app, as a proxied answer brings it, in the theme's layout. */
export async function renderProxied(world: PageWorld, page: StorePage, source: string): Promise<string> {
  const globals = storeObjects(world.dataset.shop, page);
  return putInLayout(world, page, await themeEngine(world, page).parseAndRender(source, {}, { globals }));
}

async function putInLayout(world: PageWorld, page: StorePage, content: string): Promise<string> {
  const engine = themeEngine(world, page);
  const globals = { ...storeObjects(world.dataset.shop, page), theme: themeObject(world, page) };
  const layout = readFileSync(join(THEME, "layout", "theme.liquid"), "utf8");
  const [head, body] = await Promise.all(
    (["head", "body"] as const).map(async (target) => {
      const embeds = blocksOf(world, page, target);
      return (await Promise.all(embeds.map((one) => renderBlock(world, page, one)))).join("\n");
    }),
  );
  const html = await engine.parseAndRender(
    layout,
    { content_for_layout: content, content_for_header: headerContent(world, page) },
    { globals },
  );
  return html
    .replace("</head>", () => `${head ?? ""}</head>`)
    .replace(
      /<\/body>(?![\s\S]*<\/body>)/,
      () => `${body ?? ""}${chatScripts(world)}${editorScript(world, page)}</body>`,
    );
}

interface Shown {
  extension: ThemeExtension;
  block: ThemeBlock;
  placed: PlacedBlock;
}

function blocksOf(world: PageWorld, page: StorePage, target: ThemeBlock["target"]): Shown[] {
  return world.placed
    .filter((placed) => placed.isEnabled && (placed.template === null || placed.template === page.type))
    .flatMap((placed) => {
      const extension = world.extensions.find(({ handle }) => handle === placed.extension);
      const block = extension?.blocks.find(({ handle }) => handle === placed.block);
      const isHere = block?.target === target && (block.enabledOn?.includes(page.type) ?? true);
      return extension && block && isHere ? [{ extension, block, placed }] : [];
    });
}

/** @throws ExtensionError with the block's name where its Liquid asks for something that is not there */
async function renderBlock(world: PageWorld, page: StorePage, shown: Shown): Promise<string> {
  const { extension, block, placed } = shown;
  const engine = makeLiquid({
    snippets: join(extension.directory, "snippets"),
    assetUrl: (name) => assetUrl(`extensions/${extension.handle}`, join(extension.directory, "assets", name), name),
    translate: (key, values) =>
      translate(
        { texts: extension.buyerTexts, locale: page.locale.iso_code, defaultLocale: extension.defaultLocale },
        key,
        values,
      ),
    formatMoney: moneyFormatter(world.dataset, page),
  });
  const settings = Object.entries(settingsOf(block, placed.settings)).map(([id, value]) => {
    const isColor = block.settings.some((setting) => setting.id === id && setting.type.startsWith("color"));
    return [id, isColor && typeof value === "string" && value !== "" ? colorDrop(value) : value];
  });
  const globals = {
    ...storeObjects(world.dataset.shop, page),
    block: {
      id: placed.id,
      type: `shopify://apps/${extension.handle}/blocks/${block.handle}`,
      settings: Object.fromEntries(settings),
      shopify_attributes: "",
    },
    section: { id: block.target === "section" ? "apps" : "sections--apps" },
  };
  try {
    const html = await engine.parseAndRender(block.liquid, {}, { globals });
    return `<div id="shopify-block-${placed.id}" class="shopify-block shopify-app-block" data-block-handle="${block.handle}">${html}</div>${schemaAssets(extension, block)}`;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ExtensionError(`${extension.handle}/blocks/${block.handle}.liquid: ${reason}`, { cause });
  }
}

/** Shopify itself adds the files that a schema names. */
function schemaAssets({ directory, handle }: ThemeExtension, { stylesheet, javascript }: ThemeBlock): string {
  const url = (name: string) => inHtml(assetUrl(`extensions/${handle}`, join(directory, "assets", name), name));
  const style = stylesheet === null ? "" : `<link href="${url(stylesheet)}" rel="stylesheet" media="all">`;
  return `${style}${javascript === null ? "" : `<script src="${url(javascript)}" async></script>`}`;
}

function themeEngine(world: PageWorld, page: StorePage): Liquid {
  return makeLiquid({
    snippets: join(THEME, "snippets"),
    assetUrl: (name) => assetUrl("theme", join(THEME, "assets", name), name),
    translate: (key, values) =>
      translate({ texts: THEME_TEXTS, locale: page.locale.iso_code, defaultLocale: "en" }, key, values),
    formatMoney: moneyFormatter(world.dataset, page),
  });
}

/** A CDN address that changes with the file, so that it may be kept for ever. */
function assetUrl(folder: string, file: string, name: string): string {
  if (!existsSync(file)) throw new RangeError(`there is no asset "${name}"`);
  return `/cdn/${folder}/assets/${name}?v=${createHash("sha1").update(readFileSync(file)).digest("hex").slice(0, 12)}`;
}

function moneyFormatter({ shop }: Dataset, { locale }: StorePage) {
  return (cents: number, withCode: boolean) => {
    const currencyDisplay = withCode ? "code" : "symbol";
    return new Intl.NumberFormat(locale.iso_code, {
      style: "currency",
      currency: shop.currencyCode,
      currencyDisplay,
    }).format(cents / 100);
  };
}

/** What a colour setting is in Liquid: it prints as it was chosen and has its components. */
function colorDrop(text: string): TextDrop {
  const color = parseColor(text);
  const { red, green, blue, alpha } = color;
  const hsl = toHsl(color);
  const rgb = `${red} ${green} ${blue}`;
  return new TextDrop(text, { red, green, blue, alpha, ...hsl, rgb, rgba: `${rgb} / ${alpha}`, color_space: "srgb" });
}

/** What the theme's own templates need beyond Shopify's objects; the app's blocks do not see it. */
function themeObject(world: PageWorld, page: StorePage): JsonObject {
  const people = world.dataset.customers.filter((row) => emailOf(row) !== null).slice(0, 8);
  return {
    root: rootOf(page.locale),
    path: page.path,
    direction: page.locale.isRightToLeft ? "rtl" : "ltr",
    people: people.map((row) => ({ id: legacyId(idOf(row)), label: emailOf(row) })),
  };
}

function headerContent({ dataset }: PageWorld, page: StorePage): string {
  const shopify = {
    shop: dataset.shop.domain,
    locale: page.locale.iso_code,
    country: dataset.shop.countryCode,
    currency: { active: dataset.shop.currencyCode, rate: "1.0" },
    theme: { name: "Quay", id: Number(legacyId(THEME_ID)), role: "main" },
    routes: { root: rootOf(page.locale) || "/" },
    ...(page.isDesignMode && { designMode: true }),
  };
  return `<script>window.Shopify = ${JSON.stringify(shopify).replaceAll("<", "\\u003c")};</script>`;
}

function chatScripts({ chat }: PageWorld): string {
  if (chat === null) return "";
  const told = JSON.stringify(chat).replaceAll("<", "\\u003c");
  return `<script type="application/json" id="sandbox-chat">${told}</script><script type="module" src="/_sandbox/chat/load.js"></script>`;
}

/** The editor's events (shopify.dev, "Integrate sections and blocks with the theme editor"), once the page has loaded. */
function editorScript({ selected, placed }: PageWorld, { isDesignMode }: StorePage): string {
  if (!isDesignMode) return "";
  const id = placed.find(({ block }) => block === selected)?.id ?? null;
  return `<script>addEventListener("load", () => {
  for (const section of document.querySelectorAll(".shopify-section"))
    section.dispatchEvent(new CustomEvent("shopify:section:load", { bubbles: true, detail: { sectionId: "apps" } }));
  const block = document.getElementById(${JSON.stringify(`shopify-block-${id}`)});
  block?.dispatchEvent(new CustomEvent("shopify:block:select", { bubbles: true, detail: { blockId: ${JSON.stringify(id)}, sectionId: "apps", load: true } }));
});</script>`;
}
