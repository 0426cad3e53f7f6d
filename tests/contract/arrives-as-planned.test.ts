import { expect, test } from "vitest";
import { HELPDESKS } from "../../app/helpdesks/registry.server.ts";
import type { StatusChange, TicketHeader, TicketMessage } from "../../app/tickets/ticket.ts";
import type { Dataset } from "../sandbox/dataset/dataset.ts";
import { CHANNELS, otherHelpdesks } from "../sandbox/generator/generate-dataset.ts";
import { gorgiasRows } from "../sandbox/generator/gorgias-rows.ts";
import { HELPDESK_TRAITS } from "../sandbox/generator/helpdesk-traits.ts";
import type { Agent, Entry, Status, Ticket } from "../sandbox/generator/neutral-model.ts";
import { planDataset } from "../sandbox/generator/plan-dataset.ts";
import { zendeskRows } from "../sandbox/generator/zendesk-rows.ts";
import type { PlayedHelpdesk } from "../sandbox/helpdesks/played-helpdesk.ts";
import { playedHelpdesk } from "../sandbox/helpdesks/played-helpdesks.ts";
import { type AccountUnderTest, openAccount, readHistory } from "./account-under-test.ts";
import type { Arrived } from "./arrived.ts";

const NOW = new Date("2026-11-20T15:30:00Z");
const neutral = planDataset({
  ...{ seed: 11, tickets: 1_800, orders: 900, customers: 450, now: NOW, orderWindowDays: null, channels: CHANNELS },
  shop: {
    domain: "tin-kettle.myshopify.com",
    name: "Tin Kettle",
    zone: "Europe/Amsterdam",
    currency: "EUR",
    country: "NL",
  },
});
const dataset: Dataset = {
  shop: {
    ...{ domain: neutral.shop.domain, name: neutral.shop.name, email: "owner@tin-kettle.example" },
    ...{ ianaTimezone: neutral.shop.zone, currencyCode: neutral.shop.currency, countryCode: neutral.shop.country },
  },
  ...{ orders: [], customers: [], truth: null, helpdesks: otherHelpdesks(neutral) },
  gorgias: gorgiasRows(neutral),
  zendesk: zendeskRows(neutral),
};

for (const adapter of HELPDESKS) {
  const planned = neutral.tickets.filter((ticket) => ticket.helpdesk === adapter.vendor);
  const played = playedHelpdesk(adapter.vendor);
  let read: Promise<AccountUnderTest> | undefined;
  const account = async () => {
    read ??= (async () => {
      const opened = openAccount(adapter, { dataset, at: new Date(NOW.getTime() + 5 * 60_000) });
      await readHistory(opened);
      return opened;
    })();
    return read;
  };

  test(`${adapter.displayName}: every planned ticket arrives with its state, channel, customer and tags`, async () => {
    const { arrived } = await account();
    const merged = new Set(
      [...arrived.statusChanges.values()].flatMap(({ ticketId, to }) => (to === "merged" ? ticketId : [])),
    );
    const kept = planned.filter(
      (ticket) => ticket.exclusion?.reason !== "deleted" && !isKnownByItsMergeAlone(ticket, arrived, played),
    );
    expect(kept.length).toBeGreaterThan(40);
    for (const ticket of kept) {
      const id = idOf(ticket, played);
      const header = arrived.tickets.get(id);
      // Some helpdesks tell a merge on the ticket, some only in its history.
      const fate = merged.has(id) ? { excluded: "merged" } : {};
      // What an agent opened in the helpdesk itself came by no channel of the customer's.
      const channel = ticket.entries[0]?.by === "agent" ? { channel: header?.channel } : {};
      // A ticket that is not counted has no state that anything depends on.
      const state = ticket.exclusion ? { isOpen: header?.isOpen, closedAt: header?.closedAt } : {};
      expect
        .soft({ ...essence(header), ...fate }, `ticket ${id}`)
        .toEqual({ ...plannedHeader(ticket, played), ...channel, ...state });
    }
  });

  test(`${adapter.displayName}: every message arrives with its author, agent, visibility and fate`, async () => {
    const { arrived } = await account();
    const byTicket = Map.groupBy(arrived.messages.values(), (message) => message.ticketId);
    for (const ticket of planned.filter((candidate) => candidate.exclusion?.reason !== "deleted")) {
      if (isKnownByItsMergeAlone(ticket, arrived, played)) continue;
      const messages = byTicket.get(idOf(ticket, played)) ?? [];
      const isAnonymous = HELPDESK_TRAITS[ticket.helpdesk].opensWith === "person" && ticket.entries[0]?.by === "agent";
      const actual = messages.map((message) => messageEssence(message, isAnonymous ? ticket.createdAt : null)).sort();
      const merges = ticket.exclusion?.reason === "merged" ? actual.filter((text) => text.includes("note")).length : 0;
      const expected = ticket.entries
        .map((entry) => entryEssence(entry, { played, anonymousAt: isAnonymous ? ticket.createdAt : null }))
        .sort();
      const notes = expected.filter((text) => text.includes("note")).length;
      // The vendor's own note about a merge was not planned as an entry.
      if (merges <= notes) expect.soft(actual, `messages of ticket ${ticket.id}`).toEqual(expected);
    }
  });

  test(`${adapter.displayName}: closings and reopenings arrive with their time and human author, or not at all`, async () => {
    const { arrived } = await account();
    const byTicket = Map.groupBy(arrived.statusChanges.values(), (change) => change.ticketId);
    expect(adapter.capabilities.statusHistory).toBe(HELPDESK_TRAITS[played.vendor as Ticket["helpdesk"]].history);
    for (const ticket of planned.filter((candidate) => candidate.exclusion === null)) {
      const actual = crossings((byTicket.get(idOf(ticket, played)) ?? []).sort(inTime));
      if (adapter.capabilities.statusHistory === "full")
        expect.soft(actual, `changes of ticket ${ticket.id}`).toEqual(plannedCrossings(ticket, played));
      // Less than everything may be told; nothing may be made up.
      else
        expect
          .soft(plannedInstants(ticket), `changes of ticket ${ticket.id}`)
          .toEqual(expect.arrayContaining(actual.map(({ at }) => at.getTime())));
    }
  });
}

function idOf(ticket: Ticket, { ticketIdOf }: PlayedHelpdesk): string {
  return ticketIdOf ? ticketIdOf(ticket) : String(ticket.id);
}

/** Some helpdesks list a ticket no more once it was merged into another one, and tell it with that one. */
function isKnownByItsMergeAlone(ticket: Ticket, arrived: Arrived, played: PlayedHelpdesk): boolean {
  const id = idOf(ticket, played);
  if (ticket.exclusion?.reason !== "merged" || arrived.tickets.has(id)) return false;
  return [...arrived.statusChanges.values()].some(({ ticketId, to }) => ticketId === id && to === "merged");
}

function agentIdOf(agent: Agent | null, played: PlayedHelpdesk): string | null {
  if (agent === null) return null;
  return played.agentIdOf ? played.agentIdOf(agent) : String(agent.id);
}

function plannedInstants({ changes }: Ticket): number[] {
  return changes.map(({ at }) => at);
}

function essence(header: TicketHeader | undefined) {
  if (!header) return {};
  const { isOpen, closedAt, excluded, channel, createdAt, assigneeId, customer } = header;
  const { emails, phones, shopifyCustomerIds } = customer;
  return {
    ...{ isOpen, closedAt, excluded, createdAt, assigneeId, channel },
    tags: header.tags.filter((tag) => !["policy-2026", "closed_by_merge"].includes(tag)).sort(),
    customer: { emails, phones: subscriberNumbers(phones), shopifyCustomerIds },
  };
}

/** A helpdesk may tell the same number twice, as people write it and with its country. */
function subscriberNumbers(phones: readonly string[]): string[] {
  return [...new Set(phones.map((phone) => phone.replaceAll(/\D/g, "").slice(-9)))];
}

function plannedHeader(ticket: Ticket, played: PlayedHelpdesk) {
  const { contact, exclusion, assignee, channel } = ticket;
  const closings = plannedCrossings(ticket, played);
  const isTold = HELPDESK_TRAITS[ticket.helpdesk].history !== "none";
  const isMergeClosed = exclusion?.reason === "merged" && !isClosed(lastStatus(ticket));
  const last = closings.at(-1);
  const isOpen = !isMergeClosed && last?.to !== "closed";
  return {
    isOpen,
    closedAt: isOpen || !isTold ? null : isMergeClosed ? new Date(exclusion.at) : (last?.at ?? null),
    excluded: exclusion?.reason ?? null,
    ...{ channel, createdAt: new Date(ticket.createdAt), assigneeId: agentIdOf(assignee, played) },
    tags: [...ticket.tags].filter((tag) => tag !== "policy-2026").sort(),
    customer: {
      emails: contact?.emails.map((key) => key.written) ?? [],
      phones: subscriberNumbers(contact?.phones.map((key) => key.written) ?? []),
      shopifyCustomerIds: contact?.shopifyIds.map(String) ?? [],
    },
  };
}

/** Some helpdesks do not say which agent wrote the message that opened a ticket. */
function messageEssence(
  { at, author, agentId, isPublic, delivered }: TicketMessage,
  anonymousAt: number | null,
): string {
  const who = isPublic ? author : "note";
  const agent = author === "human" && at.getTime() !== anonymousAt ? agentId : null;
  return `${at.toISOString()} ${who} ${agent} ${delivered}`;
}

function entryEssence(
  { at, by, agent, undelivered }: Entry,
  { played, anonymousAt }: { played: PlayedHelpdesk; anonymousAt: number | null },
): string {
  const author = by === "agent" ? "human" : by;
  const isNamed = (by === "agent" || by === "note") && at !== anonymousAt;
  return `${new Date(at).toISOString()} ${author} ${isNamed ? agentIdOf(agent, played) : null} ${undelivered === null}`;
}

interface Crossing {
  at: Date;
  to: "open" | "closed";
  by: string | null;
}

/** Moves that cross from one side to the other. Moving to the side where one is already changes nothing. */
function crossings(changes: readonly StatusChange[]): Crossing[] {
  const found: Crossing[] = [];
  for (const { at, to, byAgentId } of changes) {
    if (to !== "open" && to !== "closed") continue;
    if ((found.at(-1)?.to ?? "open") !== to) found.push({ at, to, by: to === "closed" ? byAgentId : null });
  }
  return found;
}

function plannedCrossings(ticket: Ticket, played: PlayedHelpdesk): Crossing[] {
  const moves = [{ at: ticket.createdAt, to: ticket.initialStatus, by: null }, ...ticket.changes];
  const found: Crossing[] = [];
  for (const { at, to, by } of moves) {
    const side = isClosed(to) ? "closed" : "open";
    const actor = by?.kind === "agent" && side === "closed" ? agentIdOf(by.agent, played) : null;
    if ((found.at(-1)?.to ?? "open") !== side) found.push({ at: new Date(at), to: side, by: actor });
  }
  return found;
}

function lastStatus(ticket: Ticket): Status {
  return ticket.changes.at(-1)?.to ?? ticket.initialStatus;
}

function isClosed(status: Status): boolean {
  return status === "solved" || status === "closed";
}

function inTime(one: StatusChange, other: StatusChange): number {
  return one.at.getTime() - other.at.getTime();
}
