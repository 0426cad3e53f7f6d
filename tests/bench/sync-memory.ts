import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { WORKER_MEMORY_OPTIONS } from "../../app/platform/worker-memory.ts";
import type { PlayedAccount } from "../sandbox/helpdesks/played-helpdesk.ts";
import { listen, webHandler } from "../sandbox/proxy/serve.ts";
import { BENCH_STARTS_AT, playBenchAccount } from "./sync-accounts.ts";

const WALKER = fileURLToPath(new URL("sync-walker.ts", import.meta.url));
const MEGABYTE = 1024 * 1024;

const walked = z.object({
  ...{ tickets: z.number(), messages: z.number(), pages: z.number(), seconds: z.number() },
  /** Bytes: the most that the process ever held, and what it held before it read anything. */
  ...{ peak: z.number(), before: z.number() },
});

export interface MemoryFigures {
  tickets: number;
  messages: number;
  /** Of the reading process alone, the program itself included; the helpdesk is played by another one. */
  peakMegabytes: number;
  /** What reading added to what the program holds before it has read anything. */
  grownMegabytes: number;
  ticketsPerSecond: number;
}

/** Reads about so many tickets of one vendor in a process with a worker's memory options. */
export async function measureMemory(vendor: string, tickets: number): Promise<MemoryFigures> {
  let time = BENCH_STARTS_AT;
  const account = playBenchAccount(vendor, tickets, { clock: () => new Date(time), limits: "roomy" });
  const listener = await listen(
    webHandler(async (request) => {
      time = Math.max(time, Number(request.headers.get("x-sandbox-now")));
      return account.handle(await asMeant(request));
    }),
  );
  try {
    return figuresOf(await walk(vendor, account, listener.origin));
  } finally {
    await listener.close();
  }
}

async function walk(vendor: string, { credentials }: PlayedAccount, upstream: string) {
  const task = JSON.stringify({ vendor, upstream, credentials, startsAt: BENCH_STARTS_AT });
  const { stdout } = await promisify(execFile)(process.execPath, [...WORKER_MEMORY_OPTIONS, WALKER, task], {
    maxBuffer: MEGABYTE,
  });
  return walked.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
}

function figuresOf({ tickets, messages, seconds, peak, before }: z.output<typeof walked>): MemoryFigures {
  return {
    ...{ tickets, messages },
    peakMegabytes: Math.round(peak / MEGABYTE),
    grownMegabytes: Math.round((peak - before) / MEGABYTE),
    ticketsPerSecond: Math.round(tickets / seconds),
  };
}

/** The request as it was meant for the helpdesk. */
async function asMeant(request: Request): Promise<Request> {
  const { method, headers } = request;
  const body = method === "GET" || method === "DELETE" ? {} : { body: await request.text() };
  return new Request(request.headers.get("x-sandbox-url") ?? request.url, { method, headers, ...body });
}
