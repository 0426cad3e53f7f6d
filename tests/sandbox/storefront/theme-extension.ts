import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseToml } from "../shopify/app-config.ts";
import { isObject, objectsAt, textAt } from "../shopify/values.ts";
import type { JsonObject } from "../simulator.ts";

/** A theme app extension as its folder stands at this moment: it is read anew for every page. */
export interface ThemeExtension {
  handle: string;
  directory: string;
  blocks: ThemeBlock[];
  /** Texts for buyers by language, and for merchants; dotted keys. */
  buyerTexts: Map<string, Texts>;
  editorTexts: Map<string, Texts>;
  /** Language of the `.default.json` file. */
  defaultLocale: string;
}

export type Texts = ReadonlyMap<string, string>;

/** One file of `blocks/`. */
export interface ThemeBlock {
  /** The file's name without its ending; the theme editor's addresses name it so. */
  handle: string;
  liquid: string;
  /** As in the schema, where it may be a key of the editor's texts. */
  name: string;
  target: "section" | "body" | "head" | "compliance_head";
  settings: BlockSetting[];
  /** Files of `assets/` that Shopify adds to the page by itself. */
  stylesheet: string | null;
  javascript: string | null;
  /** Page types that it may appear on; null: all. */
  enabledOn: string[] | null;
}

export interface BlockSetting {
  type: string;
  /** Absent for what only structures the form: headers and paragraphs. */
  id: string | null;
  label: string;
  info: string | null;
  initial: SettingValue;
  options: { value: string; label: string }[];
  range: { min: number; max: number; step: number; unit: string } | null;
}

export type SettingValue = string | number | boolean | null;

/** What is wrong with the extension; Shopify would refuse to publish it. */
export class ExtensionError extends Error {}

const TARGETS = new Set(["section", "body", "head", "compliance_head"]);
/** What a schema may ask a merchant for, each with the value that it has when no default is given. */
const INITIAL: Record<string, SettingValue> = {
  ...{ text: "", textarea: "", inline_richtext: "", richtext: "", html: "", url: null, select: "", radio: "" },
  ...{ checkbox: false, range: 0, number: null, color: null, color_background: null, font_picker: null },
  ...{ text_alignment: "left", page: null, product: null, collection: null, image_picker: null },
};
const STRUCTURE = new Set(["header", "paragraph"]);

/** Every theme app extension below a folder such as `extensions/`; none when the folder is not there. */
export function readThemeExtensions(root: string): ThemeExtension[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, "blocks")))
    .map((entry) => readThemeExtension(join(root, entry.name), entry.name));
}

/** @throws ExtensionError naming the file, where Shopify would not take it */
function readThemeExtension(directory: string, folder: string): ThemeExtension {
  const toml = join(directory, "shopify.extension.toml");
  const config = existsSync(toml) ? parseToml(readFileSync(toml, "utf8")) : {};
  const { buyers, editor, defaultLocale } = readLocales(join(directory, "locales"));
  const files = readdirSync(join(directory, "blocks")).filter((name) => name.endsWith(".liquid"));
  return {
    handle: textAt(config, "handle") ?? folder,
    directory,
    blocks: files.sort().map((name) => readBlock(join(directory, "blocks", name), name.replace(/\.liquid$/, ""))),
    buyerTexts: buyers,
    editorTexts: editor,
    defaultLocale,
  };
}

function readLocales(directory: string) {
  const buyers = new Map<string, Texts>();
  const editor = new Map<string, Texts>();
  let defaultLocale = "en";
  for (const name of existsSync(directory) ? readdirSync(directory).sort() : []) {
    const parts = /^([A-Za-z-]+)(\.default)?(\.schema)?\.json$/.exec(name);
    const locale = parts?.[1];
    if (locale === undefined) throw new ExtensionError(`locales/${name}: is not named as a locale file is`);
    if (parts?.[2] !== undefined && parts[3] === undefined) defaultLocale = locale;
    const texts = textsOf(parseJson(readFileSync(join(directory, name), "utf8"), `locales/${name}`));
    (parts?.[3] === undefined ? buyers : editor).set(locale, texts);
  }
  return { buyers, editor, defaultLocale };
}

function textsOf(value: unknown, prefix = ""): Texts {
  if (!isObject(value)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([key, inner]): [string, string][] =>
      typeof inner === "string" ? [[`${prefix}${key}`, inner]] : [...textsOf(inner, `${prefix}${key}.`)],
    ),
  );
}

function readBlock(file: string, handle: string): ThemeBlock {
  const liquid = readFileSync(file, "utf8");
  const place = `blocks/${handle}.liquid`;
  const schemas = [...liquid.matchAll(/\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/g)];
  const [found] = schemas;
  if (found?.[1] === undefined || schemas.length !== 1) throw new ExtensionError(`${place}: needs one schema tag`);
  const schema = parseJson(found[1], `${place}: its schema`);
  if (!isObject(schema)) throw new ExtensionError(`${place}: its schema is no object`);
  const { target } = schema;
  if (!isTarget(target)) throw new ExtensionError(`${place}: there is no target ${JSON.stringify(target)}`);
  const enabledOn = isObject(schema.enabled_on) ? schema.enabled_on.templates : null;
  return {
    handle,
    liquid,
    name: textAt(schema, "name") ?? handle,
    target,
    settings: objectsAt(schema, "settings").map((setting) => settingOf(setting, place)),
    stylesheet: textAt(schema, "stylesheet"),
    javascript: textAt(schema, "javascript"),
    enabledOn: Array.isArray(enabledOn) ? enabledOn.map(String) : null,
  };
}

function isTarget(target: unknown): target is ThemeBlock["target"] {
  return typeof target === "string" && TARGETS.has(target);
}

function settingOf(row: JsonObject, place: string): BlockSetting {
  const type = textAt(row, "type") ?? "";
  const id = textAt(row, "id");
  const isStructure = STRUCTURE.has(type);
  if (!isStructure && !Object.hasOwn(INITIAL, type)) {
    throw new ExtensionError(`${place}: there is no setting of the type "${type}"`);
  }
  if (isStructure === (id !== null)) throw new ExtensionError(`${place}: a setting of type "${type}" and its id`);
  const given = row.default;
  const isValue = typeof given === "string" || typeof given === "number" || typeof given === "boolean";
  return {
    type,
    id,
    label: textAt(row, "label") ?? textAt(row, "content") ?? "",
    info: textAt(row, "info"),
    initial: isValue ? given : (INITIAL[type] ?? null),
    options: objectsAt(row, "options").map((option) => ({
      value: String(option.value),
      label: textAt(option, "label") ?? "",
    })),
    range: type === "range" ? rangeOf(row) : null,
  };
}

function rangeOf(row: JsonObject): NonNullable<BlockSetting["range"]> {
  return {
    min: Number(row.min),
    max: Number(row.max),
    step: Number(row.step ?? 1),
    unit: textAt(row, "unit") ?? "",
  };
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ExtensionError(`${place} is not JSON: ${cause instanceof Error ? cause.message : ""}`, { cause });
  }
}

/** The editor's text of a label: itself, or what its `t:` key stands for. @throws ExtensionError for an unknown key */
export function editorText({ editorTexts, defaultLocale }: ThemeExtension, label: string, locale: string): string {
  if (!label.startsWith("t:")) return label;
  const key = label.slice(2);
  const language = locale.split("-")[0] ?? locale;
  const text = [locale, language, defaultLocale].map((one) => editorTexts.get(one)?.get(key)).find((one) => one);
  if (text === undefined) throw new ExtensionError(`locales: no editor's text for "${key}"`);
  return text;
}
