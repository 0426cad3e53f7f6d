import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ADMIN_API_VERSION } from "../../app/platform/shopify-api-version.ts";
import { FLOW_PAYLOADS } from "../../app/sync/flow-triggers.ts";
import { parseToml } from "../sandbox/shopify/app-config.ts";
import { checkAppToml } from "./checks/app-toml.ts";
import { checkBlocks } from "./checks/block-schema.ts";
import { blockWith, EXAMPLE_LANGUAGES, EXAMPLE_SCHEMA, exampleExtension } from "./checks/example-extension.ts";
import { type ExtensionFiles, readExtension, withFiles } from "./checks/extension-files.ts";
import { checkFlowTrigger, handleOf } from "./checks/flow-trigger.ts";
import { checkLocales } from "./checks/locale-files.ts";
import { checkLimits, gzippedSizeOf } from "./checks/theme-limits.ts";

/** Languages in which shoppers are asked. */
const LANGUAGES = ["en", "nl", "fr", "fil", "de", "es", "it", "pt-BR", "ja", "ar"];
const APP_TOML = readFileSync("shopify.app.toml", "utf8");
const FLOW_TOMLS = readdirSync("extensions")
  .filter((name) => name.startsWith("flow-"))
  .map((name) => readFileSync(`extensions/${name}/shopify.extension.toml`, "utf8"));
const [FLOW_TOML = ""] = FLOW_TOMLS;
const SURVEY_TOML = readFileSync("extensions/satisfaction-survey/shopify.extension.toml", "utf8");

test("the survey's extension keeps to every rule that Shopify's own tools do not check", () => {
  const files = readExtension("extensions/satisfaction-survey");
  expect(files.size).toBeGreaterThan(LANGUAGES.length);
  expect(gzippedSizeOf(files)).toBeGreaterThan(0);
  expect(complaintsOf(files, LANGUAGES)).toEqual([]);
});

test("an extension with nothing wrong in it is not complained of", () => {
  expect(complaintsOf(exampleExtension())).toEqual([]);
});

const LARGE = "x".repeat(200_000);
/** Random letters do not compress to nothing. */
const INCOMPRESSIBLE = Array.from({ length: 9000 }, (_, at) => ((at * at * 7919 + at * 104_729) % 65_521).toString(36))
  .join("")
  .slice(0, 9_900);

const BROKEN_FILES: [rule: string, changes: Record<string, string | null>, complaint: RegExp][] = [
  ["a file lies in a folder that Shopify does not know", { "src/panel.ts": "" }, /^src\/panel\.ts: Shopify takes no/],
  ["a folder lies in a folder", { "assets/icons/star.svg": "<svg/>" }, /^assets\/icons\/star\.svg: Shopify takes/],
  ["an asset is of a kind that is not served", { "assets/panel.ts": "" }, /^assets\/panel\.ts: Shopify takes no/],
  ["its Liquid is larger than 100 KB", { "snippets/large.liquid": LARGE }, /^all Liquid: 2\d{5}, at most 100000/],
  ["a locale file is larger than 15 KB", { "locales/nl.json": LARGE }, /^locales\/nl\.json: 200000, at most 15000/],
  ["its script is larger than 10 KB", { "assets/panel.js": LARGE }, /^assets\/panel\.js: 200000, at most 10000/],
  [
    "script and style together are more than 4 KB when compressed",
    { "assets/panel.js": INCOMPRESSIBLE },
    /^script and style, gzipped: \d+, at most 4096/,
  ],
  [
    "it has more than 30 blocks",
    Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`blocks/b${at}.liquid`, blockWith(EXAMPLE_SCHEMA)])),
    /^blocks: 31, at most 30/,
  ],
  ["a language is missing", { "locales/nl.json": null }, /^locales: the storefront has no texts in nl/],
  ["it has no default texts", { "locales/en.default.json": null }, /^locales: the storefront has 0 default files/],
  [
    "it has two default languages for the editor",
    { "locales/nl.default.schema.json": "{}" },
    /^locales: the theme editor has 2 default files/,
  ],
  ["a locale file is no JSON", { "locales/nl.json": '{"panel": {"title": "Hoe",}}' }, /^locales\/nl\.json: no JSON/],
  ["a text is missing in one language", { "locales/nl.json": "{}" }, /^locales\/nl\.json: panel\.title is missing/],
  [
    "a language has a text that the default has not",
    { "locales/nl.json": JSON.stringify({ panel: { title: "Hoe, {{ name }}?", more: "Meer" } }) },
    /panel\.more is not in the default file/,
  ],
  ["a text is empty", { "locales/nl.json": '{"panel":{"title":" "}}' }, /panel\.title is empty/],
  [
    "a translation has another placeholder",
    { "locales/nl.json": '{"panel":{"title":"Hoe was het, {{ naam }}?"}}' },
    /panel\.title has other placeholders/,
  ],
];

for (const [rule, changes, complaint] of BROKEN_FILES) {
  test(`an extension is refused when ${rule}`, () => {
    expect(complaintsOf(withFiles(exampleExtension(), changes))).toContainEqual(expect.stringMatching(complaint));
  });
}

const [HEADER, TEXT, RANGE, SELECT] = EXAMPLE_SCHEMA.settings;
const WRITTEN = JSON.stringify(EXAMPLE_SCHEMA, null, 2);

const BROKEN_SCHEMAS: [rule: string, schema: unknown, complaint: RegExp][] = [
  ["there is a comma before a bracket", WRITTEN.replace(/\]\s*\}$/, "],\n}"), /the schema is no JSON/],
  ["there is a comment", WRITTEN.replace("{", "{ // the panel"), /the schema is no JSON/],
  ["the target is none of Shopify's", { ...EXAMPLE_SCHEMA, target: "footer" }, /schema's target: /],
  ["an attribute is misspelt", { ...EXAMPLE_SCHEMA, javascripts: "panel.js" }, /Unrecognized key/],
  ["the name has 25 characters", { ...EXAMPLE_SCHEMA, name: "A".repeat(25) }, /more than 24 characters/],
  ["the name repeats the app's", { ...EXAMPLE_SCHEMA, name: "Deskworth survey" }, /repeats the name of the app/],
  ["the script does not exist", { ...EXAMPLE_SCHEMA, javascript: "other.js" }, /there is no asset other\.js/],
  [
    "pages are both included and excluded",
    { ...EXAMPLE_SCHEMA, enabled_on: { templates: ["index"] }, disabled_on: { templates: ["cart"] } },
    /exclude each other/,
  ],
  ["the condition is no metafield of the app", { ...EXAMPLE_SCHEMA, available_if: "{{ shop.name }}" }, /available_if/],
  ["a setting has an unknown type", withSettings({ type: "toggle", id: "on", label: "t:embed.name" }), /setting on/],
  ["a setting has no id", withSettings({ type: "text", label: "t:embed.name" }), /setting text/],
  ["two settings have one id", withSettings(TEXT, TEXT), /two settings have the id question/],
  ["a setting has an attribute of another type", withSettings({ ...TEXT, min: 3 }), /setting question/],
  ["a label cannot be translated", withSettings({ ...TEXT, label: "Question" }), /"Question" cannot be translated/],
  ["a label is in no locale file", withSettings({ ...TEXT, label: "t:embed.other" }), /t:embed\.other is not in/],
  ["a default is none of the options", withSettings({ ...SELECT, default: "top" }), /none of its options/],
  ["a default is empty", withSettings({ ...TEXT, default: "" }), /an empty default/],
  ["a slider has too many steps", withSettings({ ...RANGE, max: 600 }), /more than 100 steps/],
  ["a slider starts between two stops", withSettings({ ...RANGE, default: 7 }), /none of its stops/],
  ["a setting is used that is not there", withSettings(HEADER, RANGE, SELECT), /no block has a setting question/],
];

for (const [rule, schema, complaint] of BROKEN_SCHEMAS) {
  test(`a block is refused when ${rule}`, () => {
    const broken = withFiles(exampleExtension(), { "blocks/panel.liquid": blockWith(schema) });
    expect(complaintsOf(broken)).toContainEqual(expect.stringMatching(complaint));
  });
}

test("a block is refused without a schema, with two, and with a name that is too long in one language only", () => {
  const without = withFiles(exampleExtension(), { "blocks/panel.liquid": "<p>hello</p>" });
  expect(complaintsOf(without)).toContain("blocks/panel.liquid: 0 schemas instead of one");
  const twice = blockWith(EXAMPLE_SCHEMA).repeat(2);
  expect(complaintsOf(withFiles(exampleExtension(), { "blocks/panel.liquid": twice }))).toContain(
    "blocks/panel.liquid: 2 schemas instead of one",
  );
  const texts = exampleExtension().get("locales/en.default.schema.json")?.toString() ?? "";
  const dutch = { "locales/nl.schema.json": texts.replace("Panel", "Paneel voor de tevredenheid") };
  expect(complaintsOf(withFiles(exampleExtension(), dutch))).toContainEqual(
    expect.stringContaining('the name "Paneel voor de tevredenheid" has more than 24 characters'),
  );
});

test("a snippet is refused when it reads a setting that is not there out of those that a block hands on", () => {
  const text = exampleExtension().get("blocks/panel.liquid")?.toString() ?? "";
  const changes = {
    "blocks/panel.liquid": `{% render 'words', chosen: block.settings %}\n${text}`,
    "snippets/words.liquid": "<p>{{ chosen.question }}</p><p>{{ chosen.answer }}</p>",
  };
  expect(complaintsOf(withFiles(exampleExtension(), changes))).toEqual([
    "snippets/words.liquid: no block has a setting answer",
  ]);
});

test("every trigger of Flow is declared as Shopify wants it and as the app fires it, each under a handle of its own", () => {
  expect(FLOW_TOMLS.flatMap(checkFlowTrigger)).toEqual([]);
  expect(FLOW_TOMLS.map(handleOf).sort()).toEqual(Object.keys(FLOW_PAYLOADS).sort());
  const handles = [...FLOW_TOMLS.map(handleOf), parseToml(SURVEY_TOML).handle];
  expect(new Set(handles).size).toBe(FLOW_TOMLS.length + 1);
});

const BROKEN_TRIGGERS: [rule: string, from: string | RegExp, to: string, complaint: RegExp][] = [
  ["its handle has capitals", '"csat-answer-received"', '"CSAT-answer"', /is not up to 30 of a-z/],
  ["its handle has 31 characters", '"csat-answer-received"', `"${"a".repeat(31)}"`, /is not up to 30/],
  ["its name ends like a sentence", '"CSAT answer received"', '"answer received."', /no phrase in sentence case/],
  ["it says nothing about itself", /^description = .*$/m, "", /extensions\.0\.description/],
  ["a key has an underscore", '"Comment given"', '"comment_given"', /must be letters and spaces/],
  ["a key has a digit", '"Score"', '"Score 5"', /must be letters and spaces/],
  ["a key is missing", 'key = "Score"', "", /must be letters and spaces/],
  ["two fields have one key", 'key = "NPS"', 'key = "Score"', /two fields are called Score/],
  ["a field is a whole number", "number_decimal", "number_integer", /no fields of type number_integer/],
  ["a field is text of several lines", "single_line_text_field", "multi_line_text_field", /no fields of type multi/],
  ["a reference is to something else", "customer_reference", "order_reference", /customer_id is sent and not declared/],
  ["a reference has a key", 'type = "customer_reference"', 'type = "customer_reference"\nkey = "Who"', /have no key/],
  ["a field is never sent", 'key = "Source"', 'key = "Origin"', /Origin is declared and never sent/],
  ["a figure is declared as text", "number_decimal", "single_line_text_field", /Score is declared as single_line/],
];

for (const [rule, from, to, complaint] of BROKEN_TRIGGERS) {
  test(`a trigger is refused when ${rule}`, () => {
    const broken = FLOW_TOML.replace(from, to);
    expect(broken).not.toBe(FLOW_TOML);
    expect(checkFlowTrigger(broken)).toContainEqual(expect.stringMatching(complaint));
  });
}

test("the app's configuration names what exists: API version, topics, scopes, and the address of the survey", () => {
  expect(checkAppToml(APP_TOML)).toEqual([]);
});

const BROKEN_CONFIGURATIONS: [rule: string, from: string, to: string, complaint: RegExp][] = [
  ["a topic is misspelt", '"orders/create"', '"orders/creat"', /there is no topic orders\/creat/],
  ["a scope is misspelt", "read_customers", "read_custommers", /there is no scope read_custommers/],
  ["a scope is asked for twice", "read_customers", "read_customers,read_orders", /read_orders is asked for twice/],
  ["no scope allows a topic", "read_orders,", "", /orders\/create needs one of read_orders/],
  ["its API version does not exist", ADMIN_API_VERSION, "2026-11", /there is no API version 2026-11/],
  ["a privacy topic is missing", '"customers/redact", ', "", /customers\/redact is not subscribed to/],
  ["a table is misspelt", "[app_proxy]", "[app_proxies]", /nothing is called app_proxies/],
  ["the proxy has a prefix of its own", 'prefix = "apps"', 'prefix = "desk"', /desk is no prefix/],
  ["the proxy has a path for a subpath", 'subpath = "deskworth"', 'subpath = "desk/worth"', /is no subpath/],
  ["no route answers the proxy", 'url = "/proxy"', 'url = "/prox"', /no route answers at \/prox/],
  ["the proxy's scope is not asked for", ",write_app_proxy", "", /an app proxy needs write_app_proxy/],
];

for (const [rule, from, to, complaint] of BROKEN_CONFIGURATIONS) {
  test(`an app's configuration is refused when ${rule}`, () => {
    const broken = APP_TOML.replaceAll(from, to);
    expect(broken).not.toBe(APP_TOML);
    expect(checkAppToml(broken)).toContainEqual(expect.stringMatching(complaint));
  });
}

function complaintsOf(files: ExtensionFiles, languages = EXAMPLE_LANGUAGES): string[] {
  return [...checkLimits(files), ...checkLocales(files, languages), ...checkBlocks(files)];
}

function withSettings(...settings: unknown[]): unknown {
  return { ...EXAMPLE_SCHEMA, settings };
}
