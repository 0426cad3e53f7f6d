import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { claimDirectory } from "../../../app/platform/directory-lock.server.ts";
import { findFreePort } from "./free-port.ts";

const COMPLETE = {
  SHOPIFY_API_KEY: "key",
  SHOPIFY_API_SECRET: "secret-of-the-app",
  SHOPIFY_APP_URL: "https://deskworth.example",
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
};

test("a start without settings ends with the name of each and what is expected, and without a stack trace", async () => {
  for (const program of ["start", "web", "worker"]) {
    const { code, output } = await runProgram(program, {});
    expect(code, program).toBe(1);
    for (const name of Object.keys(COMPLETE)) expect(output, program).toContain(`${name} is missing: expected`);
    expect(output, program).not.toMatch(/^\s+at /m);
  }
});

test("a malformed setting is named, and its value is not printed", async () => {
  const { code, output } = await runProgram("start", {
    ...COMPLETE,
    ENCRYPTION_KEYS: "k1:far-too-short",
    PORT: "eighty",
  });
  expect(code).toBe(1);
  expect(output).toContain("ENCRYPTION_KEYS is malformed: expected");
  expect(output).toContain("PORT is malformed: expected");
  expect(output).not.toMatch(/far-too-short|eighty|secret-of-the-app/);
});

test("production refuses the embedded database unless it is told otherwise", async () => {
  const { code, output } = await runProgram("start", { ...COMPLETE, NODE_ENV: "production" });
  expect(code).toBe(1);
  expect(output).toContain("ALLOW_EMBEDDED_DATABASE=yes");
});

test("a folder belongs to the first process that claims it, until that process ends", async () => {
  const directory = await mkdtemp(join(tmpdir(), "deskworth-claim-"));
  const lock = new URL("../../../app/platform/directory-lock.server.ts", import.meta.url).href;
  const script = `const { claimDirectory } = await import(${JSON.stringify(lock)});
    await claimDirectory(${JSON.stringify(directory)}); console.log("claimed"); setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(owner.stdout, "data");
  await expect(claimDirectory(directory)).rejects.toMatchObject({ kind: "directory-in-use" });
  owner.kill("SIGKILL");
  await once(owner, "exit");
  await claimDirectory(directory);
  await expect(claimDirectory(directory)).rejects.toMatchObject({ kind: "directory-in-use" });
  await rm(directory, { recursive: true });
});

test("a busy port and one that is already spoken for are stepped over", async () => {
  const busy = createServer().listen(0, "127.0.0.1");
  await once(busy, "listening");
  const address = busy.address();
  const port = address !== null && typeof address === "object" ? address.port : Number.NaN;
  const next = await findFreePort(port);
  expect(next).toBeGreaterThan(port);
  expect(await findFreePort(port, new Set([next]))).toBeGreaterThan(next);
  busy.close();
});

/** Runs a program of app/ in an environment that holds nothing else, until it ends. */
async function runProgram(
  name: string,
  environment: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const file = new URL(`../../../app/${name}.server.ts`, import.meta.url).pathname;
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", file], {
    env: { NODE_ENV: "production", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const [code] = await once(child, "close");
  return { code: typeof code === "number" ? code : null, output };
}
