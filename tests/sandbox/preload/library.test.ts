import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { startSandbox } from "../server.ts";
import { makeClock } from "../shopify/clock.ts";
import { TINY_CONFIG, TINY_KEYS, tinyShop } from "../shopify/tiny-app.ts";

const PRELOAD = fileURLToPath(new URL("./preload.mjs", import.meta.url));
const CLIENT = fileURLToPath(new URL("./library-client.mjs", import.meta.url));
const NOW = "2025-03-30T00:59:30Z";

test("Shopify's own library, unchanged, exchanges, asks and refreshes with the sandbox at the sandbox's time", async () => {
  const startedAt = Date.now();
  const dataset = tinyShop(new Date(NOW));
  const sandbox = await startSandbox({
    dataset,
    simulators: [],
    clock: makeClock(NOW, startedAt),
    app: { origin: "http://127.0.0.1:9", ...TINY_KEYS },
    options: { appConfig: TINY_CONFIG, isInstalled: true },
  });
  const env = {
    ...process.env,
    SANDBOX_UPSTREAM: sandbox.upstreamOrigin,
    SANDBOX_HOSTS: "myshopify.com",
    SANDBOX_NOW: NOW,
    SANDBOX_STARTED_AT: String(startedAt),
  };
  const given = [dataset.shop.domain, TINY_KEYS.apiKey, TINY_KEYS.apiSecret, sandbox.shopify.mintIdToken()];
  const args = ["--import", PRELOAD, CLIENT, ...given];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const tookMs = Date.now() - startedAt;
  await sandbox.close();
  const told = JSON.parse(stdout);
  expect(told).toMatchObject({ again: "Fernworks", failure: "invalid_grant", code: 400 });
  expect(told.exchanged.name).toBe("Fernworks");
  expect(told.exchanged.expiresInMs).toBeGreaterThan(3_598_000 - tookMs);
  expect(told.exchanged.expiresInMs).toBeLessThanOrEqual(3_600_000);
});
