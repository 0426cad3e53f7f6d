import { readFileSync } from "node:fs";
import { constants, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { BUILT_SCRIPT, buildSurveyScript } from "../../extensions/survey-script/build.ts";
import { filesIn, readExtension, textOf } from "./checks/extension-files.ts";

const script = readFileSync(BUILT_SCRIPT, "utf8");
const files = readExtension("extensions/satisfaction-survey");

test("the script that shops get is the one that its sources make", async () => {
  expect(await buildSurveyScript()).toBe(script);
});

test("script and style together are at most 4 KB gzipped, and there is no other file to load", () => {
  expect(gzipSync(script, { level: constants.Z_BEST_COMPRESSION }).length).toBeLessThanOrEqual(4096);
  expect([...files.keys()].filter((path) => path.startsWith("assets/"))).toEqual(["assets/satisfaction-survey.js"]);
});

test("the script knows no cookie and no address but the shop's own", () => {
  expect(script).not.toMatch(/cookie|https?:|\/\/[a-z]|sendBeacon|XMLHttpRequest|WebSocket|import\(/i);
  expect(script.match(/fetch\(/g)).toHaveLength(1);
});

test("every language says which one it is and how it runs", () => {
  for (const [path, text] of filesIn(files, "locales")) {
    const language = /^locales\/([\w-]+?)(\.default)?\.json$/.exec(path)?.[1];
    if (!language) continue;
    const { survey } = JSON.parse(text.toString("utf8"));
    expect(survey).toMatchObject({ language, direction: language === "ar" ? "rtl" : "ltr" });
  }
});

test("every message that the script may show stands in the markup", () => {
  const markup = textOf(files, "snippets/survey.liquid");
  for (const message of ["announce", "sending", "sent", "thanks", "waiting", "failed", "refused"]) {
    expect(markup).toContain(`data-${message}="`);
  }
});
