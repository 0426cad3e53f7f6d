import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { gorgiasRateBudgets } from "../../app/helpdesks/gorgias/adapter.server.ts";
import { normaliseGorgiasAgent } from "../../app/helpdesks/gorgias/normalise-agent.ts";
import { normaliseGorgiasCustomer } from "../../app/helpdesks/gorgias/normalise-customer.ts";
import { normaliseGorgiasMessage } from "../../app/helpdesks/gorgias/normalise-message.ts";
import { normaliseGorgiasTicket } from "../../app/helpdesks/gorgias/normalise-ticket.ts";
import {
  gorgiasCustomer,
  gorgiasList,
  gorgiasMessage,
  gorgiasTicket,
  gorgiasUser,
} from "../../app/helpdesks/gorgias/rows.ts";
import { parseRows } from "../../app/helpdesks/parse-rows.ts";
import { zendeskRateBudgets } from "../../app/helpdesks/zendesk/adapter.server.ts";
import { normaliseZendeskAgent } from "../../app/helpdesks/zendesk/normalise-agent.ts";
import { isZendeskComment, normaliseZendeskMessage } from "../../app/helpdesks/zendesk/normalise-message.ts";
import { normaliseZendeskRating } from "../../app/helpdesks/zendesk/normalise-rating.ts";
import { normaliseZendeskTicket } from "../../app/helpdesks/zendesk/normalise-ticket.ts";
import {
  zendeskChildEvent,
  zendeskRating,
  zendeskTicket,
  zendeskTicketEvent,
  zendeskUser,
} from "../../app/helpdesks/zendesk/rows.ts";
import { INVENTED_PAYLOADS } from "./invented-payloads.ts";
import { RECORDINGS, type Recordings, readRecordings } from "./recordings.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const recordings = readRecordings();
/** The same checks run over payloads of our own in the recorded form, so they run where there are no recordings. */
const SOURCES: [string, Recordings][] = [["invented", INVENTED_PAYLOADS]];
if (recordings) SOURCES.push(["recorded", recordings]);

test("the recordings take part whenever their folder is there", () => {
  expect(SOURCES.map(([name]) => name)).toEqual(existsSync(RECORDINGS) ? ["invented", "recorded"] : ["invented"]);
});

for (const [source, payloads] of SOURCES) {
  test(`${source} Gorgias tickets are read, from the list and alone`, () => {
    const list = gorgiasList.parse(payloads.gorgiasTicketList);
    const { rows, setAside } = parseRows(gorgiasTicket, [...list.data, payloads.gorgiasTicket], "ticket");
    expect(setAside).toEqual([]);
    const [closed, open, alone] = rows.map((ticket) => normaliseGorgiasTicket(ticket, NOW));
    expect(closed).toMatchObject({ isOpen: false, closedAt: expect.any(Date), excluded: null, channel: "email" });
    expect(open).toMatchObject({
      isOpen: true,
      closedAt: null,
      assigneeId: expect.any(String),
      tags: [expect.any(String)],
    });
    expect(alone).toEqual(closed);
  });

  test(`${source} Gorgias list rows leave the customer's record untold, single tickets tell it`, () => {
    const [listed] = parseRows(gorgiasTicket, gorgiasList.parse(payloads.gorgiasTicketList).data, "ticket").rows;
    expect(listed?.customer?.channels).toBeNull();
    expect(gorgiasTicket.parse(payloads.gorgiasTicket).customer?.channels).toHaveLength(1);
    const whole = normaliseGorgiasCustomer(gorgiasCustomer.parse(payloads.gorgiasCustomer));
    expect(whole).toMatchObject({ emails: [expect.stringContaining("@")], phones: [expect.stringMatching(/^\d+$/)] });
  });

  test(`${source} Gorgias message that was sent and bounced was not delivered`, () => {
    const { messages } = payloads.gorgiasTicket;
    const { rows, setAside } = parseRows(gorgiasMessage, Array.isArray(messages) ? messages : [], "message");
    expect(setAside).toEqual([]);
    const [message] = rows.map((row) => normaliseGorgiasMessage(row, new Map()));
    expect(message).toMatchObject({ author: "human", isPublic: true, delivered: false });
  });

  test(`${source} Gorgias users and limits are read`, () => {
    expect(normaliseGorgiasAgent(gorgiasUser.parse(payloads.gorgiasUser))).toMatchObject({
      kind: "human",
      active: true,
    });
    expect(gorgiasRateBudgets(payloads.gorgiasHeaders)).toMatchObject([{ limit: 80, remaining: 76 }]);
  });

  test(`${source} Zendesk tickets are read, with the version that the export sorts by`, () => {
    const { tickets, end_time } = payloads.zendeskTickets;
    const listed = [...(Array.isArray(tickets) ? tickets : []), ...(payloads.zendeskRows.get("tickets") ?? [])];
    const { rows, setAside } = parseRows(zendeskTicket, listed, "ticket");
    expect(setAside).toEqual([]);
    expect(rows.length).toBeGreaterThan(1);
    const headers = rows.map((row) => normaliseZendeskTicket(row, null));
    expect(headers.map(({ version }) => version)).toContain(Number(end_time) * 1000);
    const caller = headers.find(({ channel }) => channel === "phone");
    expect(caller?.customer.phones).toEqual([expect.stringMatching(/^\+\d+$/)]);
    expect(headers.filter(({ isOpen }) => !isOpen).every(({ closedAt }) => closedAt === null)).toBe(true);
  });

  test(`${source} Zendesk users are read, those deleted as no longer active`, () => {
    const listed = payloads.zendeskUsers.flatMap(({ users }) => (Array.isArray(users) ? users : []));
    const { rows, setAside } = parseRows(zendeskUser, listed, "user");
    expect(setAside).toEqual([]);
    const agents = rows.map(normaliseZendeskAgent);
    expect(agents.filter(({ active }) => active).length).toBeGreaterThan(0);
    expect(agents.filter(({ active }) => !active).length).toBeGreaterThan(0);
  });

  test(`${source} Zendesk comments are read from ticket events`, () => {
    const comments = payloads.zendeskRows.get("ticket_comments") ?? [];
    expect(comments.length).toBeGreaterThan(0);
    for (const comment of comments) {
      const child = zendeskChildEvent.parse(comment);
      const { ticket_id, timestamp } = comment;
      const event = zendeskTicketEvent.parse({
        id: 1,
        ticket_id,
        timestamp,
        updater_id: null,
        child_events: [comment],
      });
      const message = normaliseZendeskMessage(event, child, {
        agents: new Map(),
        users: new Map(),
        formerAgents: new Set(),
      });
      expect(isZendeskComment(child)).toBe(true);
      expect(message).toMatchObject({ ticketId: String(ticket_id), at: new Date(Number(timestamp) * 1000) });
    }
  });

  test(`${source} Zendesk ratings that were only offered are none`, () => {
    const { rows, setAside } = parseRows(
      zendeskRating,
      payloads.zendeskRows.get("satisfaction_ratings") ?? [],
      "rating",
    );
    expect(setAside).toEqual([]);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.flatMap((row) => normaliseZendeskRating(row) ?? [])).toEqual([]);
  });

  test(`${source} Zendesk limits are read, the account's and the export's own`, () => {
    expect(zendeskRateBudgets(payloads.zendeskHeaders)).toEqual([
      {
        bucket: "zendesk-ratelimit-incremental-exports",
        limit: 10,
        remaining: 9,
        restoredPerSecond: null,
        resetSeconds: 60,
      },
      { bucket: "account", limit: 400, remaining: 399, restoredPerSecond: null, resetSeconds: 60 },
    ]);
  });
}
