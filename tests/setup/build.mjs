import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { mustRun, PROGRAMS, ROOT, run, SetupError } from "./programs.mjs";

const BUILD_FOLDER = join(ROOT, "build");
/** Says which sources the build was made from. */
const STAMP = join(BUILD_FOLDER, "built-from");
const BUILD_INPUTS = ["app", "public", "vite.config.ts", "package-lock.json", "prisma/schema.prisma"];

/** Writes the database client into node_modules. @returns {Promise<number>} exit code */
export function generateClient(options) {
  return run(join(PROGRAMS, "prisma"), ["generate"], { ...options, env: { CHECKPOINT_DISABLE: "1" } });
}

/** Makes the production build anew. @returns {Promise<number>} exit code */
export async function build(options) {
  const sources = await fingerprint();
  const code = await run(join(PROGRAMS, "remix"), ["vite:build"], { ...options, env: { NODE_ENV: "production" } });
  if (code === 0) await writeFile(STAMP, sources);
  return code;
}

/** Makes client and build where the sources have changed since, or where there is none. @throws {SetupError} */
export async function provideBuild() {
  const built =
    existsSync(STAMP) && existsSync(join(BUILD_FOLDER, "server", "index.js")) ? await readFile(STAMP, "utf8") : null;
  const hasClient = existsSync(join(ROOT, "node_modules", ".prisma", "client", "schema.prisma"));
  if (hasClient && built === (await fingerprint())) return;
  console.log("Building the app …");
  await mustRun("prisma generate", join(PROGRAMS, "prisma"), ["generate"], {
    quiet: true,
    env: { CHECKPOINT_DISABLE: "1" },
  });
  if ((await build({ quiet: true })) !== 0) throw new SetupError("The build failed.");
}

/** Content, not time: a fresh checkout gives every file the time of the checkout. */
async function fingerprint() {
  const hash = createHash("sha256");
  for (const input of BUILD_INPUTS)
    for (const file of await filesUnder(input)) hash.update(file).update(await readFile(join(ROOT, file)));
  return hash.digest("hex");
}

async function filesUnder(path) {
  if (!existsSync(join(ROOT, path))) return [];
  const entries = await readdir(join(ROOT, path), { withFileTypes: true }).catch((error) => {
    if (error.code === "ENOTDIR") return null;
    throw error;
  });
  if (entries === null) return [path];
  const nested = await Promise.all(entries.map((entry) => filesUnder(join(path, entry.name))));
  return nested
    .flat()
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .sort();
}
