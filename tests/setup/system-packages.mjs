import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { mustRun, SetupError } from "./programs.mjs";

const CHROMIUM_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Finds a Chromium, or installs Debian's, and leaves its path in CHROMIUM_PATH. @throws {SetupError} */
export async function provideChromium() {
  const find = () =>
    [process.env.CHROMIUM_PATH ?? "", ...CHROMIUM_PLACES].find((path) => path !== "" && existsSync(path));
  if (!find()) await installFromDebian("chromium", "The browser tests need Chromium.", "set CHROMIUM_PATH");
  const found = find();
  if (!found) throw new SetupError("Chromium was installed, but is not where Debian puts it: set CHROMIUM_PATH.");
  process.env.CHROMIUM_PATH = found;
}

/** Finds PostgreSQL's server programs, or installs Debian's. @throws {SetupError} */
export async function providePostgres() {
  if (await hasPostgres()) return;
  await installFromDebian(
    "postgresql",
    "The database tests need PostgreSQL's server programs.",
    "put initdb on the PATH",
  );
}

async function hasPostgres() {
  const versions = existsSync("/usr/lib/postgresql") ? await readdir("/usr/lib/postgresql") : [];
  const folders = versions.map((version) => join("/usr/lib/postgresql", version, "bin"));
  return [...folders, ...(process.env.PATH ?? "").split(delimiter)].some((folder) =>
    existsSync(join(folder, "initdb")),
  );
}

async function installFromDebian(name, need, otherwise) {
  const byHand = `${need} Install it (on Debian: apt-get install ${name}), or ${otherwise}.`;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) throw new SetupError(byHand);
  console.log(`${need} Installing Debian's package ${name} …`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await mustRun(`${byHand}\napt-get update`, "apt-get", ["update", "-qq"], { env, quiet: true });
  const args = ["install", "-y", "-qq", "--no-install-recommends", name];
  await mustRun(`${byHand}\napt-get install`, "apt-get", args, { env, quiet: true });
}
