import { readFileSync } from "node:fs";
import type { Dataset } from "../dataset/dataset.ts";
import type { SandboxClock } from "../simulator.ts";
import { shopHandle } from "./shop-node.ts";

/** In the order in which they build on each other. */
const PARTS = ["host", "session-token", "navigation", "chrome-elements", "save-bar", "modal", "web-vitals", "global"];

const standIn = PARTS.map((part) => asPlainScript(`./app-bridge/${part}.js`)).join("\n");
const shiftClock = asPlainScript("../preload/shift-clock.mjs");

/** App Bridge is one plain script that runs at once, so the modules are joined into one scope. */
function asPlainScript(file: string): string {
  const module = readFileSync(new URL(file, import.meta.url), "utf8");
  return module.replace(/^import [^;]*;\n/gm, "").replace(/^export /gm, "");
}

/**
 * The script that pages get in place of App Bridge: the stand-in, what it must know, and, when the sandbox lives at
 * another time, the same shift of the page's clock that the preload gives the app's processes.
 */
export function appBridgeText(given: { adminOrigin: string; dataset: Dataset; clock: SandboxClock }): string {
  const { adminOrigin, dataset, clock } = given;
  const known = { adminOrigin, storeHandle: shopHandle(dataset.shop) };
  const shift =
    dataset.shop.now === undefined
      ? ""
      : `(() => { ${shiftClock}\nif (!globalThis.shopify) shiftClock(globalThis, ${clock().getTime()}, ${Date.now()}); })();\n`;
  return `${shift}((SANDBOX) => {\nif (globalThis.shopify) return;\n${standIn}\n})(${JSON.stringify(known)});\n`;
}
