import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { mustRun, PROGRAMS, ROOT, SetupError } from "./programs.mjs";

/** Installs what package-lock.json names when node_modules is missing or holds something else. */
export async function installDependencies() {
  if (await isInstalled()) return;
  console.log("Installing the dependencies …");
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  // Not "npm ci": it refuses a lockfile that does not name the builds of optional packages for every other system, and a
  // lockfile made where those cannot be had never does. This installs the versions that the lockfile names just as well.
  await mustRun("npm install", command, [
    ...args,
    "install",
    "--no-save",
    "--no-audit",
    "--no-fund",
    "--include=dev",
    "--loglevel=error",
  ]);
}

/** npm keeps a copy of the lockfile that it installed; optional packages of other systems are missing from it. */
async function isInstalled() {
  const wanted = await packagesIn(join(ROOT, "package-lock.json"));
  const present = await packagesIn(join(ROOT, "node_modules", ".package-lock.json"));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === "" || present[path]?.version === version || (optional && !present[path]),
  );
}

async function packagesIn(lockfile) {
  try {
    return JSON.parse(await readFile(lockfile, "utf8")).packages;
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

/**
 * Runs `script` on the Node that the project pins, whatever Node runs this, with its programs first on the PATH. Signals
 * are passed on; the script sees its IPC channel close when this process dies.
 *
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function runOnPinnedNode(script, args) {
  const path = `${PROGRAMS}${delimiter}${process.env.PATH ?? ""}`;
  const child = spawn(join(PROGRAMS, "node"), ["--disable-warning=ExperimentalWarning", script, ...args], {
    cwd: ROOT,
    env: { ...process.env, PATH: path, PINNED_NODE: "yes" },
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  const parent = process.ppid;
  // Whoever started us may die without a word; nothing of ours may outlive it.
  const watch = setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 500);
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new SetupError(`The project's own Node cannot run: ${error.message}`)));
    child.once("close", (code) => {
      clearInterval(watch);
      resolve(code ?? 1);
    });
  });
}
