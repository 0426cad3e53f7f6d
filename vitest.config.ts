import { defineConfig } from "vitest/config";

const DATABASE_TESTS = ["tests/database/**/*.test.ts"];
const BROWSER_TESTS = ["tests/e2e/**/*.test.ts"];
const setupFiles = ["tests/setup/properties.ts"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "rules",
          setupFiles,
          include: ["app/**/*.test.{ts,tsx}", "tests/**/*.test.ts", "prisma/**/*.test.ts"],
          exclude: [...DATABASE_TESTS, ...BROWSER_TESTS, "**/node_modules/**"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      ...["embedded", "postgres"].map((kind) => ({
        test: {
          name: kind,
          setupFiles,
          include: DATABASE_TESTS,
          env: { TEST_DATABASE: kind },
          globalSetup: kind === "postgres" ? ["tests/database/start-postgres.ts"] : [],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      })),
      {
        test: {
          name: "browser",
          include: BROWSER_TESTS,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
