import { afterAll, beforeAll, expect, test } from "vitest";
import { expectSoon } from "../../expect-soon.ts";
import { type Listener, listen, webHandler } from "../proxy/serve.ts";
import type { Simulator } from "../simulator.ts";
import { withFaults } from "./faults.ts";
import { createGorgiasSimulator } from "./gorgias/gorgias-simulator.ts";
import {
  createFakeClock,
  datasetWith,
  GORGIAS_ACCOUNT,
  gorgiasTicket,
  ZENDESK_ACCOUNT,
  zendeskTicket,
} from "./sample-accounts.ts";
import { createZendeskSimulator } from "./zendesk/zendesk-simulator.ts";

const clock = createFakeClock();
const dataset = datasetWith({ gorgias: { tickets: [gorgiasTicket(1)] }, zendesk: { tickets: [zendeskTicket(1)] } });
const gorgias = withFaults(createGorgiasSimulator(dataset, { clock }), [], { seed: "http", clock });
const zendesk = createZendeskSimulator(dataset, { clock });
let listener: Listener;

beforeAll(async () => {
  const simulators: Simulator[] = [gorgias, zendesk];
  listener = await listen(
    webHandler(async (request) => {
      const meant = new URL(request.headers.get("x-sandbox-url") ?? "");
      const simulator = simulators.find((candidate) => candidate.owns(meant.hostname));
      return simulator ? simulator.handle(new Request(meant, request)) : new Response(null, { status: 502 });
    }),
  );
});

afterAll(() => listener.close());

test("both helpdesks answer over a real connection with JSON and their limit headers", async () => {
  const tickets = await ask(GORGIAS_ACCOUNT, "/api/tickets?limit=100");
  expect(tickets.headers.get("x-gorgias-account-api-call-limit")).toBe("1/40");
  expect(await tickets.json()).toMatchObject({ data: [{ id: 1 }] });
  const exported = await ask(ZENDESK_ACCOUNT, "/api/v2/incremental/tickets/cursor.json?start_time=0");
  expect(exported.headers.get("zendesk-ratelimit-incremental-exports-cursor")).toMatch(/^total=20; remaining=19;/);
  expect(await exported.json()).toMatchObject({ tickets: [{ id: 1 }], end_of_stream: true });
});

test("a posted body arrives", async () => {
  const body = JSON.stringify({ type: "http", http: { url: "https://hooks.example/g", triggers: {} } });
  const answer = await ask(GORGIAS_ACCOUNT, "/api/integrations", { method: "POST", body });
  expect(answer.status).toBe(201);
});

test("a broken connection is a broken connection to the client", async () => {
  gorgias.faults.add({ times: 1, fault: { kind: "network-error" } });
  await expect(ask(GORGIAS_ACCOUNT, "/api/account").then((answer) => answer.text())).rejects.toThrow();
  expect((await ask(GORGIAS_ACCOUNT, "/api/account")).status).toBe(200);
});

test("a client that gives up on a hanging answer frees the simulator", async () => {
  gorgias.faults.add({ times: 1, fault: { kind: "hang" } });
  // Long enough for the request to arrive first, also where everything is slow.
  const patience = AbortSignal.timeout(4_000);
  await expect(ask(GORGIAS_ACCOUNT, "/api/account", { signal: patience })).rejects.toThrow(/timeout|aborted/i);
  await expectSoon(() => gorgias.faults.struck("hang")).toBe(1);
  expect((await ask(GORGIAS_ACCOUNT, "/api/account")).status).toBe(200);
});

function ask(account: typeof GORGIAS_ACCOUNT, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: account.authorization, "x-sandbox-url": `${account.origin}${path}` };
  return fetch(listener.origin, { ...init, headers });
}
