import { expect, test } from "vitest";
import type { Walk } from "../../../../app/helpdesks/adapter.ts";
import { createHelpdeskHttp } from "../../../../app/helpdesks/http-client.server.ts";
import { intercom } from "../../../../app/helpdesks/intercom/adapter.server.ts";
import { intercomOrigin } from "../../../../app/helpdesks/intercom/credentials.ts";
import type { Json } from "../../../../app/helpdesks/json.ts";
import { createFakeClock } from "../sample-accounts.ts";
import { SHOP, workspaceWith } from "./intercom-fixtures.ts";
import { createIntercomSimulator, type IntercomOptions } from "./intercom-simulator.ts";

/** Where documents and clients say different things of the search, the adapter must find everything either way. */
const MANNERS = [true, false].flatMap((inclusive) =>
  [true, false].flatMap((sorts) =>
    [true, false].map((ratingTouches) => ({ manner: { inclusive, sorts }, ratingTouches })),
  ),
);

for (const options of MANNERS) {
  const { inclusive, sorts } = options.manner;
  const reading = `comparisons ${inclusive ? "inclusive" : "strict"}, sort ${sorts ? "heeded" : "ignored"}, ratings ${options.ratingTouches ? "are" : "no"} changes`;

  test(`everything is found: ${reading}`, async () => {
    const workspace = open(options);
    const { simulator, clock } = workspace;
    await readAll(workspace, "history", intercom.startCursor("tickets", "history", clock()));
    expect(workspace.arrived.size).toBe(70);
    clock.advanceSeconds(3_600);
    const start = intercom.startCursor("tickets", "current", clock());
    clock.advanceSeconds(86_400);
    for (let number = 1; number <= 60; number += 1) simulator.addMessage(1_000 + number, { by: "customer" });
    simulator.rate("1065", 1);
    const added = String(simulator.addTicket({ customer: {} }).id);
    clock.advanceSeconds(120);
    const changed = await readAll(workspace, "current", start);
    expect(changed.has("1065") && changed.has(added)).toBe(true);
    expect(changed.size).toBe(62);
    expect(await intercom.countTickets?.(workspace.http, { from: new Date(0), to: clock() })).toBe(71);
  });

  test(`an account is told with its oldest conversation where that can be believed: ${reading}`, async () => {
    const { http, clock } = open(options);
    const summary = await intercom.verify(http);
    const oldestTicketAt = sorts ? new Date(clock().getTime() - 70 * 60_000) : null;
    expect(summary).toEqual({ name: "Moss & Fern", account: "mossand1", tickets: 70, oldestTicketAt });
  });
}

function open(options: Pick<IntercomOptions, "manner" | "ratingTouches">) {
  const clock = createFakeClock();
  const simulator = createIntercomSimulator(workspaceWith(70), SHOP, { clock, ...options });
  const credentials = intercom.credentialSchema.parse(simulator.credentials);
  const http = createHelpdeskHttp({
    baseUrl: intercomOrigin({ region: "us" }),
    headers: intercom.authorise(credentials),
    rateBudgets: intercom.rateBudgets,
    fetch: (input, init) => simulator.handle(new Request(input, init)),
    now: clock,
    sleep: async (milliseconds) => clock.advanceSeconds(milliseconds / 1000),
  });
  return { simulator, clock, http, arrived: new Set<string>() };
}

/** Reads a walk to its end and gives the tickets that it brought. */
async function readAll(
  { http, clock, arrived }: ReturnType<typeof open>,
  walk: Walk,
  from: Json,
): Promise<Set<string>> {
  const brought = new Set<string>();
  let cursor = from;
  for (let done = false; !done; ) {
    const page = await intercom.fetchPage(http, { stream: "tickets", walk, cursor, agents: new Map(), now: clock() });
    for (const { ticketId } of page.tickets) brought.add(ticketId);
    ({ cursor, done } = page);
  }
  for (const ticketId of brought) arrived.add(ticketId);
  return brought;
}
