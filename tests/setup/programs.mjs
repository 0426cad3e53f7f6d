import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of the checkout. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** Programs of the dependencies; the pinned Node is one of them. */
export const PROGRAMS = join(ROOT, "node_modules", ".bin");

/** A reason to stop that a person can act on; it is shown without a stack trace. */
export class SetupError extends Error {}

/**
 * Runs a program in the root folder and waits for its end, with its output where ours goes.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, quiet?: boolean }} [options] quiet: output only when it fails
 * @returns {Promise<number>} its exit code; 1 when a signal ended it
 */
export function run(command, args, { env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
    });
    const output = [];
    child.stdout?.on("data", (chunk) => output.push(chunk));
    child.stderr?.on("data", (chunk) => output.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      if (quiet && code !== 0) process.stderr.write(Buffer.concat(output));
      resolve(code ?? 1);
    });
  });
}

/** As `run`, for what must succeed. @throws {SetupError} */
export async function mustRun(description, command, args, options) {
  if ((await run(command, args, options)) !== 0) throw new SetupError(`${description} failed.`);
}

/** Runs `main` and ends the process with its exit code; a SetupError becomes its message. */
export async function endWith(main) {
  try {
    process.exit(await main());
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
