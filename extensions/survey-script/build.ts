import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const SOURCE = fileURLToPath(new URL(".", import.meta.url));
/** What Shopify publishes. */
export const BUILT_SCRIPT = fileURLToPath(
  new URL("../satisfaction-survey/assets/satisfaction-survey.js", import.meta.url),
);

/** The storefront's one file: script and style sheet together. @throws where a source does not compile */
export async function buildSurveyScript(): Promise<string> {
  const style = await transform(await readFile(`${SOURCE}panel.css`, "utf8"), { loader: "css", minify: true });
  const { outputFiles } = await build({
    entryPoints: [`${SOURCE}survey.ts`],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    // Browsers of 2022 and later have all that it uses.
    target: ["chrome111", "safari16.4", "firefox121"],
    charset: "utf8",
    // Not the compiler settings of the app.
    tsconfigRaw: {},
    define: { STYLE: JSON.stringify(style.code.trim()) },
  });
  const [file] = outputFiles;
  if (!file) throw new Error("esbuild wrote nothing");
  return file.text;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(BUILT_SCRIPT, await buildSurveyScript());
