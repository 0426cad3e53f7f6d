import { expect, test } from "vitest";
import { normaliseFreshdeskAgent } from "../../app/helpdesks/freshdesk/normalise-agent.ts";
import { normaliseFreshdeskCustomer } from "../../app/helpdesks/freshdesk/normalise-customer.ts";
import {
  normaliseFreshdeskConversation,
  normaliseFreshdeskDescription,
} from "../../app/helpdesks/freshdesk/normalise-message.ts";
import { normaliseFreshdeskRating } from "../../app/helpdesks/freshdesk/normalise-rating.ts";
import {
  normaliseFreshdeskStatusChanges,
  normaliseFreshdeskTicket,
} from "../../app/helpdesks/freshdesk/normalise-ticket.ts";
import {
  freshdeskAgent,
  freshdeskContact,
  freshdeskConversation,
  freshdeskRating,
  freshdeskTicket,
} from "../../app/helpdesks/freshdesk/rows.ts";
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

  test(`${source} Freshdesk tickets are read, closed ones with the time that their stats tell`, () => {
    const { rows } = allRead(freshdeskTicket, payloads.freshdeskRows.get("tickets"));
    const headers = rows.map((row) => normaliseFreshdeskTicket(row, null));
    expect(headers.some(({ isOpen }) => isOpen)).toBe(true);
    expect(headers.every(({ isOpen, closedAt }) => isOpen === (closedAt === null))).toBe(true);
    const closed = rows.filter(({ status }) => status === 5);
    expect(closed.length).toBeGreaterThan(0);
    for (const row of closed) {
      const at = row.stats?.resolved_at;
      expect(normaliseFreshdeskTicket(row, null)).toMatchObject({ channel: "email", closedAt: at, excluded: null });
      expect(normaliseFreshdeskStatusChanges(row)).toMatchObject([{ to: "closed", at, byAgentId: null }]);
    }
    const byPhone = headers.filter(({ channel }) => channel === "phone");
    expect(byPhone.length).toBeGreaterThan(0);
    expect(byPhone.every(({ assigneeId, customer }) => assigneeId !== null && customer.emails.length === 0)).toBe(true);
  });

  test(`${source} Freshdesk descriptions are the customer's, but the agent's where the ticket was sent out`, () => {
    const { rows } = allRead(freshdeskTicket, payloads.freshdeskRows.get("tickets"));
    const authors = rows.map((row) => `${row.source} ${normaliseFreshdeskDescription(row)?.author}`);
    expect([...new Set(authors)].sort()).toEqual(["1 customer", "10 human", "3 customer"]);
  });

  test(`${source} Freshdesk replies, notes and a comment left with a rating are told apart`, () => {
    const { rows } = allRead(freshdeskConversation, payloads.freshdeskRows.get("conversations"));
    const messages = rows.map((row) => normaliseFreshdeskConversation("1", row));
    const agentId = expect.stringMatching(/^\d+$/);
    expect(messages).toMatchObject([
      { author: "human", agentId, isPublic: true, delivered: false },
      { author: "human", agentId, isPublic: false, delivered: true },
      { author: "human", agentId, isPublic: true, delivered: true, at: rows[2]?.created_at },
      null,
    ]);
  });

  test(`${source} Freshdesk ratings are read by their first question`, () => {
    const { rows } = allRead(freshdeskRating, payloads.freshdeskRows.get("satisfaction_ratings"));
    const [row] = rows;
    expect(rows.map(normaliseFreshdeskRating)).toEqual([
      {
        ...{ ticketId: row?.ticket_id, ratingId: row?.id, agentId: row?.agent_id, ratedAt: row?.created_at },
        ...{ scale: "three-point", score: null, positive: true },
      },
    ]);
  });

  test(`${source} Freshdesk agents are at work, and requesters are their contacts`, () => {
    const agents = allRead(freshdeskAgent, payloads.freshdeskRows.get("agents")).rows.map(normaliseFreshdeskAgent);
    expect(agents.length).toBeGreaterThan(1);
    expect(agents.every(({ kind, active, name, agentId }) => kind === "human" && active && name !== agentId)).toBe(
      true,
    );
    const contacts = allRead(freshdeskContact, payloads.freshdeskRows.get("contacts")).rows;
    const tickets = allRead(freshdeskTicket, payloads.freshdeskRows.get("tickets")).rows;
    const closed = tickets.find(({ status }) => status === 5);
    const contact = contacts.find(({ id }) => id === closed?.requester_id) ?? null;
    const identity = closed && normaliseFreshdeskCustomer(closed, contact);
    expect(contact?.unique_external_id).toEqual(expect.any(String));
    expect(identity).toEqual({
      ...{ customerId: contact?.id, shopifyCustomerIds: [] },
      ...{ emails: [expect.stringContaining("@")], phones: [expect.stringMatching(/^\+\d+$/)] },
    });
  });
}
