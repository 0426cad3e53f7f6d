import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { z } from "zod";
import { type ExtensionFiles, filesIn } from "./extension-files.ts";
import { allEditorTexts, editorTexts } from "./locale-files.ts";

const NAME_CHARACTERS = 24;
const APP_NAME = /deskworth/i;
/** A block in a section of a page, and the places of an app embed. */
const TARGETS = ["section", "head", "body", "compliance_head"];
/** Shopify's editor refuses a slider with more stops. */
const SLIDER_STEPS = 100;

const setting = z.looseObject({
  type: z.string(),
  id: z.string().optional(),
  default: z.unknown().optional(),
  options: z.array(z.looseObject({ value: z.string(), label: z.string() })).optional(),
});
type Setting = z.infer<typeof setting>;

const blockSchema = z.strictObject({
  name: z.string(),
  target: z.enum(TARGETS),
  javascript: z.string().optional(),
  stylesheet: z.string().optional(),
  tag: z.string().nullable().optional(),
  class: z.string().optional(),
  enabled_on: z.unknown().optional(),
  disabled_on: z.unknown().optional(),
  available_if: z
    .string()
    .regex(/^\{\{ *app\.metafields\.\w+\.\w+ *\}\}$/)
    .optional(),
  default: z.unknown().optional(),
  settings: z.array(setting).default([]),
});
type BlockSchema = z.infer<typeof blockSchema>;

const fromHere = createRequire(import.meta.url);
const fromChecker = createRequire(fromHere.resolve("@shopify/theme-check-node"));

/** Shopify's own description of a setting, which its theme checker comes with and does not use for app blocks. */
const isShopifySetting = new Ajv({ strict: false, allErrors: true }).compile(
  JSON.parse(readFileSync(fromChecker.resolve("@shopify/theme-check-docs-updater/data/setting.json"), "utf8")),
);

/** What in the blocks of an extension Shopify would refuse on deployment, or show as a raw key; empty when all is well. */
export function checkBlocks(files: ExtensionFiles): string[] {
  const liquid = [...filesIn(files, "blocks"), ...filesIn(files, "snippets")];
  const read = filesIn(files, "blocks").map(([path, content]) => ({ path, ...readSchema(content.toString("utf8")) }));
  const known = new Set(read.flatMap(({ schema }) => (schema?.settings ?? []).map(({ id }) => id)));
  const usages = usedSettings(liquid.map(([path, content]) => ({ path, text: content.toString("utf8") })));
  return [
    ...read.flatMap(({ path, schema, problem }) =>
      schema ? checkBlock(files, schema).map((complaint) => `${path}: ${complaint}`) : [`${path}: ${problem}`],
    ),
    ...usages.filter(({ id }) => !known.has(id)).map(({ path, id }) => `${path}: no block has a setting ${id}`),
  ];
}

interface Usage {
  path: string;
  id: string;
}

/** Settings that blocks and snippets read, also under the name by which a block hands all of them to a snippet. */
function usedSettings(liquid: readonly { path: string; text: string }[]): Usage[] {
  const handedOn = liquid.flatMap(({ text }) => [...text.matchAll(/\b(\w+): block\.settings\b(?!\.)/g)]);
  const names = ["block\\.settings", ...new Set(handedOn.map(([, name = ""]) => name))];
  const usage = new RegExp(`(?<![.\\w])(?:${names.join("|")})\\.(\\w+)`, "g");
  return liquid.flatMap(({ path, text }) => [...text.matchAll(usage)].map(([, id = ""]) => ({ path, id })));
}

/** The schema between its tags, which has to be JSON to the letter: no comments, no comma before a bracket. */
function readSchema(liquid: string): { schema: BlockSchema | null; problem: string } {
  const found = [...liquid.matchAll(/\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/g)];
  const [only] = found;
  if (only === undefined || found.length > 1)
    return { schema: null, problem: `${found.length} schemas instead of one` };
  try {
    const parsed = blockSchema.safeParse(JSON.parse(only[1] ?? ""));
    if (parsed.success) return { schema: parsed.data, problem: "" };
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    return { schema: null, problem: `the schema's ${issues.join("; ")}` };
  } catch (error) {
    if (error instanceof SyntaxError) return { schema: null, problem: `the schema is no JSON: ${error.message}` };
    throw error;
  }
}

function checkBlock(files: ExtensionFiles, schema: BlockSchema): string[] {
  const ids = schema.settings.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const assets = [schema.javascript, schema.stylesheet].flatMap((name) => (name === undefined ? [] : [name]));
  const labels = [schema.name, ...schema.settings.flatMap(labelsOf)];
  const texts = editorTexts(files);
  return [
    ...namesOf(files, schema.name).flatMap(checkName),
    ...ids.filter((id, index) => ids.indexOf(id) < index).map((id) => `two settings have the id ${id}`),
    ...assets.filter((name) => !files.has(`assets/${name}`)).map((name) => `there is no asset ${name}`),
    ...(schema.enabled_on && schema.disabled_on ? ["enabled_on and disabled_on exclude each other"] : []),
    ...labels.filter((label) => !label.startsWith("t:")).map((label) => `"${label}" cannot be translated`),
    ...labels
      .filter((label) => label.startsWith("t:") && !texts.has(label.slice(2)))
      .map((label) => `${label} is not in the locale file of the editor`),
    ...schema.settings.flatMap(checkSetting),
  ];
}

/** A block's name in every language that the editor has. */
function namesOf(files: ExtensionFiles, name: string): string[] {
  if (!name.startsWith("t:")) return [name];
  return allEditorTexts(files).flatMap(([, texts]) => texts.get(name.slice(2)) ?? []);
}

function checkName(name: string): string[] {
  return [
    ...(name.length > NAME_CHARACTERS ? [`the name "${name}" has more than ${NAME_CHARACTERS} characters`] : []),
    ...(APP_NAME.test(name) ? [`the name "${name}" repeats the name of the app, which Shopify shows beside it`] : []),
  ];
}

function labelsOf(given: Setting): string[] {
  const own = [given.label, given.info, given.content, given.placeholder, given.unit].filter(
    (label) => typeof label === "string",
  );
  return [...own.filter((label) => label !== given.unit), ...(given.options ?? []).map(({ label }) => label)];
}

function checkSetting(given: Setting): string[] {
  const name = given.id ?? given.type;
  const refused = isShopifySetting(given) ? [] : (isShopifySetting.errors ?? []);
  const values = (given.options ?? []).map(({ value }) => value);
  const needsId = given.type !== "header" && given.type !== "paragraph";
  return [
    ...refused.map(({ instancePath, message }) => `setting ${name}${instancePath} ${message}`),
    ...(needsId && !/^[a-z][a-z0-9_]*$/.test(given.id ?? "") ? [`setting ${name} needs an id of a-z, 0-9 and _`] : []),
    ...(values.length > 0 && given.default !== undefined && !values.some((value) => value === given.default)
      ? [`setting ${name} has a default that is none of its options`]
      : []),
    ...(given.default === "" ? [`setting ${name} has an empty default, which Shopify refuses`] : []),
    ...(given.type === "range" ? checkSlider(name, given) : []),
  ];
}

const slider = z.object({ min: z.number(), max: z.number(), step: z.number().positive(), default: z.number() });

function checkSlider(name: string, given: Setting): string[] {
  const parsed = slider.safeParse(given);
  if (!parsed.success) return [`setting ${name} needs min, max, step and default`];
  const { min, max, step, default: start } = parsed.data;
  const isStop = Math.abs((start - min) / step - Math.round((start - min) / step)) < 1e-9;
  return [
    ...((max - min) / step > SLIDER_STEPS ? [`setting ${name} has more than ${SLIDER_STEPS} steps`] : []),
    ...(start < min || start > max || !isStop ? [`setting ${name} has a default that is none of its stops`] : []),
  ];
}
