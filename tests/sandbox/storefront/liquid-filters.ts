import { createHash, createHmac } from "node:crypto";
import type { Liquid } from "liquidjs";
import { brightness, type Color, contrast, fromHsl, mix, parseColor, printColor, printRgba, toHsl } from "./color.ts";

/** What filters need to know of the page that is rendered. */
export interface FilterWorld {
  /** Address of a file of the theme's or the extension's assets. @throws where there is no such file */
  assetUrl(name: string): string;
  /** The text of a key in the page's language. @throws where no language has it */
  translate(key: string, values: ReadonlyMap<string, unknown>): string;
  formatMoney(cents: number, withCode: boolean): string;
}

/** The filters that Shopify and the library both have; the library's others are unknown to Shopify and taken away. */
const SHARED = new Set(
  [
    "abs append at_least at_most base64_decode base64_encode capitalize ceil compact concat date default divided_by",
    "downcase escape escape_once find find_index first floor has join last lstrip map minus modulo newline_to_br plus",
    "prepend reject remove remove_first remove_last replace replace_first replace_last reverse round rstrip size slice",
    "sort sort_natural split strip strip_html strip_newlines sum times truncate truncatewords uniq upcase url_decode",
    "url_encode where sha256 hmac_sha256",
  ].flatMap((line) => line.split(" ")),
);

/** Leaves the engine with Shopify's filters alone: those that a storefront of the sandbox has a meaning for. */
export function registerFilters(engine: Liquid, world: FilterWorld): void {
  for (const name of Object.keys(engine.filters)) if (!SHARED.has(name)) delete engine.filters[name];
  const own = { ...textFilters(world), ...COLOR_FILTERS };
  for (const [name, filter] of Object.entries(own)) engine.registerFilter(name, filter);
}

type Filter = (value: unknown, ...args: unknown[]) => unknown;

function textFilters({ assetUrl, translate, formatMoney }: FilterWorld): Record<string, Filter> {
  const t: Filter = (key, ...args) => translate(String(key), namedValues(args));
  return {
    t,
    translate: t,
    json: (value) => toJson(value),
    asset_url: (name) => assetUrl(String(name)),
    stylesheet_tag: (url) => `<link href="${inHtml(url)}" rel="stylesheet" type="text/css" media="all" />`,
    script_tag: (url) => `<script src="${inHtml(url)}" type="text/javascript"></script>`,
    handle: (text) => handleOf(text),
    handleize: (text) => handleOf(text),
    url_escape: (text) => encodeURI(String(text ?? "")),
    url_param_escape: (text) => encodeURIComponent(String(text ?? "")),
    md5: (text) => createHash("md5").update(String(text)).digest("hex"),
    sha1: (text) => createHash("sha1").update(String(text)).digest("hex"),
    hmac_sha1: (text, key) => createHmac("sha1", String(key)).update(String(text)).digest("hex"),
    pluralize: (count, one, other) => (Number(count) === 1 ? one : other),
    money: (cents) => formatMoney(Number(cents), false),
    money_with_currency: (cents) => formatMoney(Number(cents), true),
    money_without_currency: (cents) => (Number(cents) / 100).toFixed(2),
    link_to: (text, url) => `<a href="${inHtml(url)}">${String(text)}</a>`,
  };
}

const COLOR_FILTERS: Record<string, Filter> = {
  color_to_hex: (color) => printColor({ ...read(color), alpha: 1 }),
  color_to_rgb: (color) => printRgba(read(color)),
  color_to_hsl: (color) => {
    const { hue, saturation, lightness } = toHsl(read(color));
    return `hsl(${Math.round(hue)}, ${Math.round(saturation)}%, ${Math.round(lightness)}%)`;
  },
  color_brightness: (color) => Math.round(brightness(read(color)) * 100) / 100,
  color_lightness: (color) => toHsl(read(color)).lightness,
  color_extract: (color, part) => componentsOf(read(color))[String(part)] ?? refuse(`no component "${String(part)}"`),
  color_modify: (color, part, value) => printColor(withComponent(read(color), String(part), Number(value))),
  color_lighten: (color, by) => printColor(shifted(read(color), "lightness", Number(by))),
  color_darken: (color, by) => printColor(shifted(read(color), "lightness", -Number(by))),
  color_saturate: (color, by) => printColor(shifted(read(color), "saturation", Number(by))),
  color_desaturate: (color, by) => printColor(shifted(read(color), "saturation", -Number(by))),
  color_mix: (color, other, weight) => printColor(mix(read(color), read(other), Number(weight))),
  color_contrast: (color, other) => contrast(read(color), read(other)),
  brightness_difference: (color, other) => Math.abs(brightness(read(color)) - brightness(read(other))),
  color_difference: (color, other) => difference(read(color), read(other)),
};

function difference(one: Color, other: Color): number {
  return Math.abs(one.red - other.red) + Math.abs(one.green - other.green) + Math.abs(one.blue - other.blue);
}

function read(value: unknown): Color {
  return parseColor(String(value ?? ""));
}

function componentsOf(color: Color): Record<string, number> {
  return { ...color, ...toHsl(color) };
}

function withComponent(color: Color, part: string, value: number): Color {
  if (part in color) return { ...color, [part]: value };
  const hsl = toHsl(color);
  if (!(part in hsl)) refuse(`no component "${part}"`);
  return fromHsl({ ...hsl, [part]: value }, color.alpha);
}

function shifted(color: Color, part: "lightness" | "saturation", by: number): Color {
  const hsl = toHsl(color);
  return fromHsl({ ...hsl, [part]: hsl[part] + by }, color.alpha);
}

function refuse(reason: string): never {
  throw new RangeError(`a colour has ${reason}`);
}

/** Filters get what is named (`count: 3`) as pairs. */
function namedValues(args: readonly unknown[]): Map<string, unknown> {
  const pairs = args.filter((arg): arg is [string, unknown] => Array.isArray(arg) && arg.length === 2);
  return new Map(pairs);
}

/** As Shopify's `json` filter: nothing in it can end a script element. */
function toJson(value: unknown): string {
  const text = JSON.stringify(value ?? null, (_, inner: unknown) => inner);
  const escapes: Record<string, string> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };
  return text.replace(/[<>&\u2028\u2029]/g, (sign) => escapes[sign] ?? `\\u${sign.charCodeAt(0).toString(16)}`);
}

function handleOf(text: unknown): string {
  return String(text ?? "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

/** Text as it may stand in HTML, attributes included. */
export function inHtml(text: unknown): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return String(text ?? "").replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
