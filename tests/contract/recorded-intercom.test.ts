import { expect, test } from "vitest";
import { normaliseIntercomAgent } from "../../app/helpdesks/intercom/authors.ts";
import { rowsOfConversation } from "../../app/helpdesks/intercom/conversation-rows.ts";
import { mainContactOf } from "../../app/helpdesks/intercom/normalise-customer.ts";
import { intercomRateBudgets } from "../../app/helpdesks/intercom/rate-budgets.ts";
import {
  intercomAdmin,
  intercomAdminList,
  intercomContact,
  intercomContactList,
  intercomConversation,
  intercomConversationList,
  intercomListedConversation,
} from "../../app/helpdesks/intercom/rows.ts";
import { isJsonObject } from "../sandbox/helpdesks/row-fields.ts";
import { INVENTED_PAYLOADS } from "./invented-payloads.ts";
import { allRead } from "./recorded-rows.ts";
import { type Recordings, readRecordings } from "./recordings.ts";

/** The same checks over payloads of our own in the recorded form, and over those that were recorded, where there are any. */
const SOURCES: [string, Recordings | null][] = [
  ["invented", INVENTED_PAYLOADS],
  ["recorded", readRecordings()],
];

for (const [source, payloads] of SOURCES) {
  if (payloads === null) continue;

  test(`${source} Intercom searches are read, and everything they name is there alone`, () => {
    const list = intercomConversationList.parse(payloads.intercomSearch);
    const listed = allRead(intercomListedConversation, list.conversations).rows.map(({ id }) => id);
    expect(list).toMatchObject({ total_count: listed.length, pages: { next: null } });
    expect(conversationsIn(payloads).map(({ id }) => id)).toEqual(listed);
  });

  test(`${source} Intercom conversations are read with their messages, and what the bot did is none of them`, () => {
    const agents = agentsIn(payloads);
    const read = conversationsIn(payloads).map((row) => ({ row, ...rowsOfConversation(row, null, agents) }));
    expect(read.flatMap(({ setAside, ratings, agents: former }) => [...setAside, ...ratings, ...former])).toEqual([]);
    for (const { row, messages, tickets } of read) {
      const [first, ...others] = messages;
      expect(first?.author).toBe(row.source ? "customer" : "human");
      if (row.source) expect(first).toMatchObject({ messageId: `source-${row.id}`, at: row.created_at });
      expect(others.every(({ author, agentId }) => author === "human" && agents.has(agentId ?? ""))).toBe(true);
      expect(tickets).toMatchObject([{ channel: row.source ? "chat" : "other", isOpen: true, closedAt: null }]);
    }
    expect(read.some(({ row }) => row.state === "snoozed")).toBe(true);
  });

  test(`${source} Intercom closings and reopenings take turns and name who made them`, () => {
    const agents = agentsIn(payloads);
    const changes = conversationsIn(payloads).map((row) => rowsOfConversation(row, null, agents).statusChanges);
    const turns = changes.filter((each) => each.length > 0).map((each) => each.map(({ to }) => to).join(" "));
    expect(turns.length).toBeGreaterThan(1);
    for (const turn of turns) expect(turn).toMatch(/^closed open( closed open)*$/);
    const makers = new Set(changes.flat().map(({ byAgentId }) => byAgentId));
    expect([...makers].map((id) => agents.get(id ?? "")?.kind)).toEqual(["human"]);
  });

  test(`${source} Intercom conversation that was closed twice was closed the first time`, () => {
    const row = intercomConversation.parse(payloads.intercomClosed);
    const closings = objectsIn(row.conversation_parts?.conversation_parts).filter((part) => part.part_type === "close");
    const { tickets, statusChanges } = rowsOfConversation(row, null, agentsIn(payloads));
    expect(closings).toHaveLength(2);
    const at = new Date(Number(closings[0]?.created_at) * 1000);
    expect(tickets).toMatchObject([{ isOpen: false, closedAt: at }]);
    expect(statusChanges).toMatchObject([{ to: "closed", at }]);
  });

  test(`${source} Intercom contacts are read and are who the conversations are with`, () => {
    const contacts = allRead(intercomContact, intercomContactList.parse(payloads.intercomContacts).data).rows;
    for (const row of conversationsIn(payloads)) {
      const contact = contacts.find(({ id }) => id === mainContactOf(row)?.id) ?? null;
      const [ticket] = rowsOfConversation(row, contact, agentsIn(payloads)).tickets;
      const known = { customerId: contact?.id, emails: [contact?.email], phones: [], shopifyCustomerIds: [] };
      expect(ticket?.customer).toEqual(known);
    }
  });

  test(`${source} Intercom teammates are told from the bot, and limits are read to the second`, () => {
    expect([...agentsIn(payloads).values()]).toMatchObject([
      { kind: "human", active: true },
      { kind: "automation", active: true },
    ]);
    const sentAt = new Date(payloads.intercomHeaders.get("date") ?? "");
    expect(intercomRateBudgets(payloads.intercomHeaders, sentAt)).toMatchObject([
      { limit: 5000, remaining: 5000, resetSeconds: 8, windowSeconds: 10 },
    ]);
  });
}

function conversationsIn({ intercomConversations }: Recordings) {
  return allRead(intercomConversation, intercomConversations).rows;
}

function agentsIn({ intercomAdmins }: Recordings) {
  const { rows } = allRead(intercomAdmin, intercomAdminList.parse(intercomAdmins).admins);
  return new Map(rows.map((admin) => [admin.id, normaliseIntercomAgent(admin, true)]));
}

function objectsIn(rows: readonly unknown[] = []) {
  return rows.filter(isJsonObject);
}
