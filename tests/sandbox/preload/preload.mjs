/**
 * Loaded before the app with `node --import`, so that the unmodified app talks to the sandbox and lives in its time:
 *
 * - SANDBOX_UPSTREAM    where rerouted requests go, for example http://127.0.0.1:4001
 * - SANDBOX_HOSTS       comma-separated host suffixes that are rerouted, for example myshopify.com,gorgias.com
 * - SANDBOX_NOW         optional ISO 8601 instant at which the sandbox's time starts
 * - SANDBOX_STARTED_AT  with SANDBOX_NOW: the real epoch milliseconds that instant belongs to
 */
import { rerouteFetch } from "./reroute-fetch.mjs";
import { shiftClock } from "./shift-clock.mjs";

const { SANDBOX_UPSTREAM, SANDBOX_HOSTS, SANDBOX_NOW, SANDBOX_STARTED_AT } = process.env;

if (SANDBOX_NOW) {
  const nowMs = Date.parse(SANDBOX_NOW);
  if (Number.isNaN(nowMs)) throw new RangeError(`SANDBOX_NOW is not an ISO 8601 instant: ${SANDBOX_NOW}`);
  const startedAtMs = SANDBOX_STARTED_AT ? Number(SANDBOX_STARTED_AT) : Date.now();
  if (!Number.isFinite(startedAtMs)) throw new RangeError(`SANDBOX_STARTED_AT is not epoch milliseconds`);
  shiftClock(globalThis, nowMs, startedAtMs);
}

if (SANDBOX_UPSTREAM) {
  const hosts = (SANDBOX_HOSTS ?? "").split(",").map((host) => host.trim().replace(/^[*.]+/, ""));
  globalThis.fetch = rerouteFetch(globalThis.fetch, { upstream: SANDBOX_UPSTREAM, hosts: hosts.filter(Boolean) });
}
