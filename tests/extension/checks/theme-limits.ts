import { gzipSync } from "node:zlib";
import { type ExtensionFiles, filesIn } from "./extension-files.ts";

/** Folders of a theme app extension and the endings of what Shopify takes in each; there are no folders inside. */
const FOLDERS: Record<string, RegExp> = {
  assets: /\.(css|js|json|jpe?g|png|svg|wasm)$/,
  blocks: /\.liquid$/,
  snippets: /\.liquid$/,
  locales: /\.json$/,
};

/** Shopify's limits, with a kilobyte of 1,000 bytes to be on the safe side of either reading. */
const KB = 1000;
const ALL_FILES = 10_000 * KB;
const ALL_LIQUID = 100 * KB;
const LOCALE_FILE = 15 * KB;
const SCRIPT = 10 * KB;
const BLOCKS = 30;
const LOCALES = 100;
/** Our own promise to the merchant's page speed: what a page loads of us, script and style together. */
const LOADED_GZIPPED = 4 * 1024;

/** What in an extension lies in the wrong place, is too much or too large; empty when all is well. */
export function checkLimits(files: ExtensionFiles): string[] {
  const [blocks, snippets, locales] = ["blocks", "snippets", "locales"].map((folder) => filesIn(files, folder));
  const liquid = sizeOf([...(blocks ?? []), ...(snippets ?? [])]);
  return [
    ...[...files.keys()].filter((path) => !isInPlace(path)).map((path) => `${path}: Shopify takes no such file there`),
    ...tooMuch("all files", sizeOf([...files]), ALL_FILES),
    ...tooMuch("all Liquid", liquid, ALL_LIQUID),
    ...tooMuch("blocks", blocks?.length ?? 0, BLOCKS),
    ...tooMuch("locale files", locales?.length ?? 0, LOCALES),
    ...(locales ?? []).flatMap(([path, content]) => tooMuch(path, content.length, LOCALE_FILE)),
    ...scriptsOf(files).flatMap(([path, content]) => tooMuch(path, content.length, SCRIPT)),
    ...tooMuch("script and style, gzipped", gzippedSizeOf(files), LOADED_GZIPPED),
  ];
}

/** Bytes of all scripts and styles as a browser receives them, each file compressed by itself. */
export function gzippedSizeOf(files: ExtensionFiles): number {
  return filesIn(files, "assets")
    .filter(([path]) => /\.(js|css)$/.test(path))
    .reduce((sum, [, content]) => sum + gzipSync(content, { level: 9 }).length, 0);
}

function scriptsOf(files: ExtensionFiles): [path: string, content: Buffer][] {
  return filesIn(files, "assets").filter(([path]) => path.endsWith(".js"));
}

function isInPlace(path: string): boolean {
  if (path === "shopify.extension.toml") return true;
  const [folder = "", name = "", ...deeper] = path.split("/");
  return deeper.length === 0 && (FOLDERS[folder]?.test(name) ?? false);
}

function sizeOf(files: readonly (readonly [string, Buffer])[]): number {
  return files.reduce((sum, [, content]) => sum + content.length, 0);
}

function tooMuch(what: string, amount: number, most: number): string[] {
  return amount > most ? [`${what}: ${amount}, at most ${most}`] : [];
}
