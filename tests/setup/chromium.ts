import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Nothing that leaves the machine on the browser's own account. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-extensions",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** What Chrome calls itself when it is not driven by a program: some scripts do nothing for programs. */
export const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

/** The machine's Chromium, headless. @throws when there is none: CHROMIUM_PATH names one */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) throw new Error(`There is no Chromium at ${executablePath}: set CHROMIUM_PATH.`);
  return chromium.launch({ executablePath, args: [...ARGUMENTS, ...more] });
}
