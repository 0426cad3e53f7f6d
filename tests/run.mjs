import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, generateClient, provideBuild } from "./setup/build.mjs";
import { installDependencies, runOnPinnedNode } from "./setup/dependencies.mjs";
import { failuresOf } from "./setup/failed-tests.mjs";
import { endWith, PROGRAMS, ROOT, run } from "./setup/programs.mjs";
import { provideChromium, providePostgres } from "./setup/system-packages.mjs";

const RESULTS = join(ROOT, "test-results");
const VITEST_RESULT = join(RESULTS, "vitest.json");

/** `npm test`: sets itself up, runs everything that can fail, step by step, and tells what failed and the sum. */
async function main(filters) {
  if (process.env.PINNED_NODE !== "yes") {
    await installDependencies();
    return runOnPinnedNode(fileURLToPath(import.meta.url), filters);
  }
  await provideChromium();
  await providePostgres();
  await mkdir(RESULTS, { recursive: true });
  const steps = filters.length > 0 ? await stepsOfFiltered(filters) : ALL_STEPS;
  const results = [];
  for (const step of steps) results.push(await runStep(step));
  return report(results);
}

const ALL_STEPS = [
  { name: "database client (prisma generate)", run: generateClient },
  { name: "format and lint (biome)", run: () => run(join(PROGRAMS, "biome"), ["check", "."]) },
  { name: "types (tsc)", run: () => run(join(PROGRAMS, "tsc"), ["--noEmit"]) },
  { name: "dead code (knip)", run: () => run(join(PROGRAMS, "knip"), []) },
  { name: "production build (remix vite:build)", run: build },
  { name: "tests (vitest)", run: () => runVitest([]), count: countTests },
  { name: "demo --check", run: () => run(process.execPath, ["tests/sandbox/start/demo.mjs", "--check"]) },
];

/** With file filters only the tests run; those in a browser want an up-to-date build. */
async function stepsOfFiltered(filters) {
  if (filters.some((filter) => filter.includes("e2e"))) await provideBuild();
  return [{ name: `tests (vitest ${filters.join(" ")})`, run: () => runVitest(filters), count: countTests }];
}

async function runVitest(filters) {
  await rm(VITEST_RESULT, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${VITEST_RESULT}`];
  return run(join(PROGRAMS, "vitest"), ["run", ...reporters, ...filters]);
}

const NO_TESTS = { passed: 0, failed: 0, failures: [] };

/** Tests inside the step; a run that broke off before it could write its result has none. */
async function countTests() {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(await readFile(VITEST_RESULT, "utf8"));
    return { passed: numPassedTests, failed: numFailedTests, failures: testResults.flatMap(failuresOf) };
  } catch (error) {
    if (error.code === "ENOENT") return NO_TESTS;
    throw error;
  }
}

async function runStep({ name, run: runIt, count }) {
  console.log(`\n── ${name}`);
  const startedAt = Date.now();
  const isPassed = (await runIt()) === 0;
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`── ${isPassed ? "passed" : "FAILED"}: ${name} (${seconds} s)`);
  return { name, isPassed, seconds, tests: count ? await count() : NO_TESTS };
}

function report(results) {
  console.log("");
  for (const { name, isPassed, seconds } of results)
    console.log(`${isPassed ? "passed" : "FAILED"}  ${name} (${seconds} s)`);
  for (const failure of results.flatMap(({ tests }) => tests.failures)) console.log(`FAILED  ${failure}`);
  const passed = results.reduce((sum, { isPassed, tests }) => sum + tests.passed + (isPassed ? 1 : 0), 0);
  const failed = results.reduce((sum, { isPassed, tests }) => sum + tests.failed + (isPassed ? 0 : 1), 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

await endWith(() => main(process.argv.slice(2)));
