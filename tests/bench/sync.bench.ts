import type { HelpdeskAdapter } from "../../app/helpdesks/adapter.ts";
import { HELPDESKS } from "../../app/helpdesks/registry.server.ts";
import { type LimitFigures, measureLimits } from "./sync-limits.ts";
import { type MemoryFigures, measureMemory } from "./sync-memory.ts";

const WORKERS = [1, 8];
/** `SYNC_TICKETS=10000` for a quick look. */
const TICKETS = Number(process.env.SYNC_TICKETS ?? 100_000);
/** `SYNC_VENDORS=zendesk,intercom` for some of them. */
const VENDORS = process.env.SYNC_VENDORS?.split(",");

interface VendorFigures {
  limits: LimitFigures[];
  memory: MemoryFigures;
}

/**
 * Every helpdesk against its simulator with the vendor's documented limits, in time that jumps over waiting: how much of
 * what the vendor allows is used in steady state, and how often it refuses, with one worker and with several that share
 * the account. Then the memory of one process that reads a long history.
 */
export async function bench(): Promise<object> {
  const figures: Record<string, VendorFigures> = {};
  for (const adapter of HELPDESKS.filter(({ vendor }) => VENDORS?.includes(vendor) ?? true))
    figures[adapter.vendor] = await measure(adapter);
  return figures;
}

async function measure(adapter: HelpdeskAdapter): Promise<VendorFigures> {
  const limits: LimitFigures[] = [];
  for (const workers of WORKERS) {
    limits.push(await measureLimits(adapter, workers));
    console.log(adapter.vendor, JSON.stringify(limits.at(-1)));
  }
  const memory = await measureMemory(adapter.vendor, TICKETS);
  console.log(adapter.vendor, JSON.stringify(memory));
  return { limits, memory };
}
