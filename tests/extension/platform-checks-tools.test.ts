import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { themeCheckRun } from "@shopify/theme-check-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exampleExtension } from "./checks/example-extension.ts";
import { type ExtensionFiles, readExtension, withFiles, writeExtension } from "./checks/extension-files.ts";

const SURVEY = "extensions/satisfaction-survey";
const BUILD_MS = 120_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "deskworth-extension-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("Shopify's theme checker finds nothing in the survey's extension", async () => {
  expect(await offensesIn(readExtension(SURVEY))).toEqual([]);
});

test("the theme checker runs the checks for app extensions: it finds what is broken in a copy", async () => {
  const text = exampleExtension().get("blocks/panel.liquid")?.toString() ?? "";
  expect(await offensesIn(exampleExtension())).toEqual([]);
  const broken = withFiles(exampleExtension(), {
    "blocks/panel.liquid": text.replace("panel.title", "panel.tittle"),
    "locales/nl.json": "{}",
  });
  const found = await offensesIn(broken);
  expect(found).toContainEqual(expect.stringMatching(/^TranslationKeyExists: 'panel\.tittle'/));
  expect(found).toContainEqual(expect.stringMatching(/^MatchingTranslations: /));
});

test(
  "Shopify's command line builds the app with all its extensions, without signing in",
  async () => {
    const { output, exitCode } = await build(readFileSync("shopify.app.toml", "utf8"));
    expect(output).toContain("deskworth built!");
    expect(exitCode).toBe(0);
  },
  BUILD_MS,
);

test(
  "the command line does look at the configuration: without the proxy's prefix it builds nothing",
  async () => {
    const toml = readFileSync("shopify.app.toml", "utf8").replace(/^prefix = .*$/m, "");
    const { output, exitCode } = await build(toml);
    expect(output).toContain("app_proxy");
    expect(exitCode).not.toBe(0);
  },
  BUILD_MS,
);

async function offensesIn(files: ExtensionFiles): Promise<string[]> {
  const place = mkdtempSync(join(folder, "theme-"));
  writeExtension(files, place);
  const { offenses } = await themeCheckRun(place, "theme-check:theme-app-extension", () => undefined);
  return offenses.map(({ check, message, uri }) => `${check}: ${message} (${uri.split("/").slice(-2).join("/")})`);
}

interface Built {
  output: string;
  exitCode: number;
}

/** Builds a copy: the command line writes beside what it builds. */
function build(toml: string): Promise<Built> {
  const place = mkdtempSync(join(folder, "app-"));
  mkdirSync(join(place, "home"));
  cpSync("extensions", join(place, "extensions"), { recursive: true });
  writeFileSync(join(place, "shopify.app.toml"), toml);
  writeFileSync(join(place, "package.json"), JSON.stringify({ name: "deskworth", private: true }));
  const program = join(process.cwd(), "node_modules/@shopify/cli/bin/run.js");
  const words = [program, "app", "build", "--path", place, "--skip-dependencies-installation"];
  const quiet = { NODE_ENV: "production" as const, CI: "1", SHOPIFY_CLI_NO_ANALYTICS: "1" };
  const env = { ...quiet, PATH: process.env.PATH, HOME: join(place, "home") };
  return new Promise((resolve) => {
    execFile(process.execPath, words, { env, cwd: place, timeout: BUILD_MS }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : Number(error.code ?? 1);
      resolve({ output: `${stdout}\n${stderr}`, exitCode });
    });
  });
}
