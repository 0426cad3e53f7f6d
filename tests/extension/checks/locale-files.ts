import { type ExtensionFiles, filesIn, textOf } from "./extension-files.ts";

/** Texts of a locale file by their full key, "survey.title". */
export type Texts = Map<string, string>;

const KINDS = [
  { name: "the storefront", ending: /^locales\/([\w-]+?)(\.default)?\.json$/ },
  { name: "the theme editor", ending: /^locales\/([\w-]+?)(\.default)?\.schema\.json$/ },
] as const;

/**
 * What is wrong with an extension's locale files: no JSON, not exactly one default file for the storefront and one for the
 * editor, keys or placeholders that differ from the default's, texts that are empty, and storefront languages that are missing.
 */
export function checkLocales(files: ExtensionFiles, languages: readonly string[]): string[] {
  return KINDS.flatMap(({ name, ending }, index) => {
    const paths = filesIn(files, "locales").flatMap(([path]) => (ending.test(path) ? [path] : []));
    const defaults = paths.filter((path) => path.includes(".default."));
    const [first] = defaults;
    if (first === undefined || defaults.length > 1) return [`locales: ${name} has ${defaults.length} default files`];
    const wanted = textsOf(files, first);
    const present = new Set(paths.map((path) => ending.exec(path)?.[1]));
    const absent = index === 0 ? languages.filter((language) => !present.has(language)) : [];
    return [
      ...absent.map((language) => `locales: ${name} has no texts in ${language}`),
      ...paths.flatMap((path) => differences(path, textsOf(files, path), wanted)),
    ];
  });
}

/** Texts of the default file of the theme editor; empty where there is none that can be read. */
export function editorTexts(files: ExtensionFiles): Texts {
  const path = [...files.keys()].find((name) => /^locales\/[\w-]+\.default\.schema\.json$/.test(name));
  return (path && textsOf(files, path)) || new Map();
}

/** Editor texts in every language, by path. */
export function allEditorTexts(files: ExtensionFiles): [path: string, texts: Texts][] {
  const paths = filesIn(files, "locales").flatMap(([path]) => (path.endsWith(".schema.json") ? [path] : []));
  return paths.map((path) => [path, textsOf(files, path) ?? new Map()]);
}

/** Null for what is no JSON object. */
function textsOf(files: ExtensionFiles, path: string): Texts | null {
  try {
    return new Map(leavesOf(JSON.parse(textOf(files, path)), ""));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function leavesOf(value: unknown, key: string): [string, string][] {
  if (typeof value !== "object" || value === null) return [[key, typeof value === "string" ? value : ""]];
  return Object.entries(value).flatMap(([name, child]) => leavesOf(child, key === "" ? name : `${key}.${name}`));
}

function differences(path: string, texts: Texts | null, wanted: Texts | null): string[] {
  if (texts === null || wanted === null) return texts === null ? [`${path}: no JSON`] : [];
  return [
    ...[...wanted.keys()].filter((key) => !texts.has(key)).map((key) => `${path}: ${key} is missing`),
    ...[...texts].flatMap(([key, text]) => {
      const original = wanted.get(key);
      if (original === undefined) return [`${path}: ${key} is not in the default file`];
      if (text.trim() === "") return [`${path}: ${key} is empty`];
      return placeholdersOf(text) === placeholdersOf(original) ? [] : [`${path}: ${key} has other placeholders`];
    }),
  ];
}

function placeholdersOf(text: string): string {
  return [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)]
    .map(([, name]) => name)
    .sort()
    .join();
}
