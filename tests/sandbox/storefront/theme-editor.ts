import { isObject, textAt } from "../shopify/values.ts";
import type { JsonObject } from "../simulator.ts";
import { inHtml } from "./liquid-filters.ts";
import {
  type BlockSetting,
  editorText,
  type SettingValue,
  type ThemeBlock,
  type ThemeExtension,
} from "./theme-extension.ts";
import { type PlacedBlock, parseSettings, settingsOf, type ThemeState } from "./theme-state.ts";

/** A block as the editor shows it before it is saved. */
export interface Draft {
  block: string;
  /** The theme's blocks with the draft in the place of what is saved. */
  over(placed: readonly PlacedBlock[]): PlacedBlock[];
}

/** What stands in the address of the editor's preview; null when it is none. */
export function readDraft(text: string | null): Draft | null {
  if (text === null || text === "") return null;
  const given: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  if (!isObject(given) || !isObject(given.settings)) throw new RangeError("the preview's draft is not understood");
  const [extension = "", block = ""] = [textAt(given, "extension"), textAt(given, "block")].map((one) => one ?? "");
  const template = textAt(given, "template");
  const isIt = (one: PlacedBlock) => one.extension === extension && one.block === block && one.template === template;
  // The editor's form holds what the server gave it; `renderBlock` takes known settings only.
  const settings = given.settings as Record<string, SettingValue>;
  const drafted = { id: "Adraft", extension, block, template, isEnabled: given.isEnabled === true, settings };
  return {
    block,
    over: (placed) => {
      const known = placed.find(isIt);
      return [...placed.filter((one) => one !== known), { ...drafted, id: known?.id ?? drafted.id }];
    },
  };
}

export interface EditorWorld {
  extensions: readonly ThemeExtension[];
  theme: ThemeState;
  storefrontOrigin: string;
  shopName: string;
  /** Where "Exit" leads. */
  home: string;
  apiKey: string;
  /** The language of the admin. */
  locale: string;
}

const PATHS: Record<string, string> = {
  ...{
    index: "/",
    product: "/products/canal-mug",
    collection: "/collections/all",
    page: "/pages/contact",
    cart: "/cart",
  },
};

/**
 * The page that an app's deep link opens (shopify.dev, "Theme app extensions: deep linking"): `activateAppId` switches an
 * embed on, `addAppBlockId` puts a block on the template; both wait for the merchant to save.
 * @throws RangeError for a block or template that is not there
 */
export function themeEditorPage(world: EditorWorld, query: URLSearchParams): string {
  const template = query.get("template") ?? "index";
  const path = PATHS[template];
  if (path === undefined) throw new RangeError(`the theme has no template "${template}"`);
  const embed = linkedBlock(world, query.get("activateAppId"), "embed");
  const added = linkedBlock(world, query.get("addAppBlockId"), "block");
  const blocks = world.extensions.flatMap((extension) =>
    extension.blocks.map((block) => ({ extension, block, asked: block === embed || block === added })),
  );
  const config = {
    storefront: world.storefrontOrigin,
    path,
    template,
    blocks: blocks.map((one) => blockConfig(world, one, template)),
  };
  const cards = blocks.map(({ extension, block }) => blockCard(extension, block, world.locale));
  const isContextApps = query.get("context") === "apps" || added !== null;
  return page(world, { cards: cards.join(""), config, heading: isContextApps ? "App embeds" : "Sections" });
}

/** The block that a deep link names as `{api key}/{file name}`. */
function linkedBlock(world: EditorWorld, link: string | null, kind: "embed" | "block"): ThemeBlock | null {
  if (link === null) return null;
  const [key, handle] = link.split("/");
  const blocks = world.extensions.flatMap((extension) => extension.blocks);
  const found = blocks.find((block) => block.handle === handle && (block.target === "section") === (kind === "block"));
  if (key !== world.apiKey || !found) throw new RangeError(`no app has the ${kind} "${link}"`);
  return found;
}

function blockConfig(
  { theme }: EditorWorld,
  { extension, block, asked }: { extension: ThemeExtension; block: ThemeBlock; asked: boolean },
  template: string,
): JsonObject {
  const place = block.target === "section" ? template : null;
  const saved = theme.find(extension.handle, block.handle, place);
  return {
    extension: extension.handle,
    block: block.handle,
    template: place,
    isEnabled: saved?.isEnabled ?? false,
    settings: settingsOf(block, saved?.settings ?? {}),
    asked: asked && saved?.isEnabled !== true,
    shown: asked,
  };
}

function blockCard(extension: ThemeExtension, block: ThemeBlock, locale: string): string {
  const label = (text: string) => inHtml(editorText(extension, text, locale));
  const id = `${extension.handle}/${block.handle}`;
  const kind = block.target === "section" ? "App block on this page" : "App embed";
  const fields = block.settings.map((setting) => field(setting, `${id}/${setting.id}`, label));
  return `<section class="card" data-block="${inHtml(id)}">
    <div class="card-head"><button type="button" class="name" aria-expanded="false">${label(block.name)}</button>
    <label class="switch"><input type="checkbox" role="switch" data-enabled aria-label="${label(block.name)}"><span aria-hidden="true"></span></label></div>
    <p class="muted">${kind}</p><div class="fields" hidden>${fields.join("")}</div></section>`;
}

function field(setting: BlockSetting, id: string, label: (text: string) => string): string {
  const name = inHtml(setting.id ?? "");
  const at = inHtml(id);
  const info = setting.info === null ? "" : `<p class="muted">${label(setting.info)}</p>`;
  const options = setting.options.map(
    ({ value, label: text }) => `<option value="${inHtml(value)}">${label(text)}</option>`,
  );
  const { min, max, step, unit } = setting.range ?? { min: 0, max: 0, step: 1, unit: "" };
  const labelled = (input: string) =>
    `<div class="field"><label for="${at}">${label(setting.label)}</label>${input}${info}</div>`;
  switch (setting.type) {
    case "header":
      return `<h3>${label(setting.label)}</h3>${info}`;
    case "paragraph":
      return `<p class="muted">${label(setting.label)}</p>`;
    case "checkbox":
      return `<div class="field check"><input type="checkbox" id="${at}" name="${name}"><label for="${at}">${label(setting.label)}</label>${info}</div>`;
    case "select":
    case "radio":
      return labelled(`<select id="${at}" name="${name}">${options.join("")}</select>`);
    case "range":
      return labelled(
        `<span class="range"><input type="range" id="${at}" name="${name}" min="${min}" max="${max}" step="${step}"><output></output> ${inHtml(unit)}</span>`,
      );
    case "textarea":
    case "richtext":
    case "inline_richtext":
    case "html":
      return labelled(`<textarea id="${at}" name="${name}" rows="3"></textarea>`);
    case "number":
      return labelled(`<input type="number" id="${at}" name="${name}">`);
    default:
      return labelled(`<input type="text" id="${at}" name="${name}" data-type="${inHtml(setting.type)}">`);
  }
}

/** Takes over what the editor's Save sends. @throws RangeError for what the theme editor would not let one save */
export function saveDraft({ extensions, theme }: Pick<EditorWorld, "extensions" | "theme">, given: unknown): void {
  const drafts = Array.isArray(given) ? given : [given];
  for (const draft of drafts) {
    if (!isObject(draft)) throw new RangeError("a saved block has to be an object");
    const extension = extensions.find(({ handle }) => handle === draft.extension);
    const block = extension?.blocks.find(({ handle }) => handle === draft.block);
    if (!extension || !block) throw new RangeError(`there is no block "${String(draft.block)}"`);
    const template = textAt(draft, "template");
    if ((block.target === "section") !== (template !== null))
      throw new RangeError(`${block.handle} does not belong there`);
    const settings = parseSettings(block, isObject(draft.settings) ? draft.settings : {});
    const isEnabled = draft.isEnabled === true;
    if (block.target === "section" && !isEnabled) theme.remove(extension.handle, block.handle, template);
    else theme.save({ extension: extension.handle, block: block.handle, template, isEnabled, settings });
  }
}

function page({ shopName, home }: EditorWorld, parts: { cards: string; config: JsonObject; heading: string }): string {
  const empty = parts.cards === "" ? "<p>No installed app has anything for the theme.</p>" : parts.cards;
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Customize Quay · ${inHtml(shopName)}</title>
  <link rel="icon" href="data:,"><link rel="stylesheet" href="/_sandbox/theme-editor.css">
</head>
<body>
  <header><a href="${inHtml(home)}">← Exit</a><strong>Quay</strong><span class="tag">Live</span><span id="state" role="status"></span>
    <button type="button" id="save" disabled>Save</button></header>
  <main><aside><h1>${inHtml(parts.heading)}</h1>${empty}</aside><iframe id="preview" title="Preview of the online store"></iframe></main>
  <script type="application/json" id="editor-config">${JSON.stringify(parts.config).replaceAll("<", "\\u003c")}</script>
  <script type="module" src="/_sandbox/theme-editor.js"></script>
</body>
</html>
`;
}
