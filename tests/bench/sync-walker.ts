import { z } from "zod";
import type { HelpdeskAdapter } from "../../app/helpdesks/adapter.ts";
import type { HelpdeskHttp } from "../../app/helpdesks/http-client.server.ts";
import type { Json } from "../../app/helpdesks/json.ts";
import { requireAdapter } from "../../app/helpdesks/registry.server.ts";
import type { HelpdeskAgent } from "../../app/tickets/ticket.ts";
import { openFresh } from "../contract/open-fresh.ts";

/**
 * A process that reads one account's whole ticket history over HTTP and keeps nothing of it, as a worker does that has
 * stored each page. Its time jumps over waiting; the helpdesk is told its instant with each request.
 */
const task = z
  .object({
    vendor: z.string(),
    upstream: z.string(),
    credentials: z.record(z.string(), z.string()),
    startsAt: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? ""));

let time = task.startsAt;
const now = () => new Date(time);

const send: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const headers = new Headers(request.headers);
  headers.set("x-sandbox-url", request.url);
  headers.set("x-sandbox-now", String(time));
  return fetch(new Request(task.upstream, request), { headers, redirect: "manual" });
};

async function readHistory(adapter: HelpdeskAdapter, http: HelpdeskHttp): Promise<void> {
  const agents = new Map<string, HelpdeskAgent>();
  const started = performance.now();
  const before = process.memoryUsage().rss;
  let [tickets, messages, pages] = [0, 0, 0];
  for (const stream of adapter.streams) {
    let cursor: Json = adapter.startCursor(stream, "history", now());
    for (let done = false; !done; pages += 1) {
      const page = await adapter.fetchPage(http, { stream, walk: "history", cursor, agents, now: now() });
      for (const agent of page.agents) agents.set(agent.agentId, agent);
      tickets += page.tickets.length;
      messages += page.messages.length;
      ({ cursor, done } = page);
    }
  }
  const peak = process.resourceUsage().maxRSS * 1024;
  const seconds = (performance.now() - started) / 1000;
  console.log(JSON.stringify({ tickets, messages, pages, seconds, peak, before }));
}

const adapter = requireAdapter(task.vendor);
const sleep = async (milliseconds: number) => {
  time += milliseconds;
};
await readHistory(adapter, openFresh(adapter, task.credentials, { fetch: send, fetchToken: send, now, sleep }));
