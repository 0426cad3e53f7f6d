import type { HelpdeskRows } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import { idOf, nextIdAfter, unixSecondsOf } from "../row-fields.ts";
import { createSortedRows, type SortedRows } from "../sorted-rows.ts";

/** The vendor keeps three lists of tickets; a ticket stands in one of them. */
export const TICKET_LISTS = ["all", "spam", "deleted"] as const;
export type TicketList = (typeof TICKET_LISTS)[number];

export interface SortedTickets {
  created_at: SortedRows;
  updated_at: SortedRows;
}

/** The account's rows, indexed for every way in which the API reads them. */
export interface FreshdeskStore {
  tickets: Map<string, JsonObject>;
  lists: Record<TicketList, SortedTickets>;
  ticketsByRequester: Map<string, JsonObject[]>;
  conversationsByTicket: Map<string, JsonObject[]>;
  agents: Map<string, JsonObject>;
  contacts: Map<string, JsonObject>;
  ratings: SortedRows;
  ratingsByTicket: Map<string, JsonObject[]>;
  putTicket(ticket: JsonObject): void;
  /** Removes the ticket with its conversations. */
  eraseTicket(id: string): void;
  putConversation(conversation: JsonObject): void;
  putContact(contact: JsonObject): void;
  putRating(rating: JsonObject): void;
  nextTicketId(): number;
  nextId(): number;
}

/** Highest id that the simulator itself hands out lies above this, so its rows are recognisable. */
const FIRST_OWN_ID = 69_000_000_000;

export function listOf({ deleted, spam }: JsonObject): TicketList {
  if (deleted === true) return "deleted";
  return spam === true ? "spam" : "all";
}

/** Indexes the rows once. Rows added later are added to the files' lists as well. */
export function createFreshdeskStore(rows: HelpdeskRows): FreshdeskStore {
  const { tickets = [], conversations = [], agents = [], contacts = [], satisfaction_ratings: ratings = [] } = rows;
  const byTicket = (list: readonly JsonObject[]) => Map.groupBy(list, (row) => idOf(row, "ticket_id"));
  const store = {
    tickets: byId(tickets),
    lists: {
      all: sortedTickets(tickets, "all"),
      spam: sortedTickets(tickets, "spam"),
      deleted: sortedTickets(tickets, "deleted"),
    },
    ticketsByRequester: Map.groupBy(tickets, (ticket) => idOf(ticket, "requester_id")),
    conversationsByTicket: byTicket(conversations),
    agents: byId(agents),
    contacts: byId(contacts),
    ratings: createSortedRows(ratings, createdKey),
    ratingsByTicket: byTicket(ratings),
  };
  for (const list of store.conversationsByTicket.values())
    list.sort((one, other) => createdKey(one) - createdKey(other));
  let nextTicketId = nextIdAfter(tickets, 0);
  let nextId = nextIdAfter([...conversations, ...contacts, ...ratings, ...agents], FIRST_OWN_ID);
  return {
    ...store,
    putTicket(ticket) {
      if (!store.tickets.has(idOf(ticket))) {
        tickets.push(ticket);
        append(store.ticketsByRequester, idOf(ticket, "requester_id"), ticket);
      }
      store.tickets.set(idOf(ticket), ticket);
      placeInLists(store.lists, ticket);
    },
    eraseTicket(id) {
      for (const name of TICKET_LISTS) {
        store.lists[name].created_at.remove(id);
        store.lists[name].updated_at.remove(id);
      }
      store.tickets.delete(id);
      store.conversationsByTicket.delete(id);
      tickets.splice(0, tickets.length, ...tickets.filter((ticket) => idOf(ticket) !== id));
    },
    putConversation(conversation) {
      append(store.conversationsByTicket, idOf(conversation, "ticket_id"), conversation);
      conversations.push(conversation);
    },
    putContact(contact) {
      if (!store.contacts.has(idOf(contact))) contacts.push(contact);
      store.contacts.set(idOf(contact), contact);
    },
    putRating(rating) {
      store.ratings.place(rating);
      append(store.ratingsByTicket, idOf(rating, "ticket_id"), rating);
      ratings.push(rating);
    },
    nextTicketId: () => nextTicketId++,
    nextId: () => nextId++,
  };
}

/** Into the lists of its kind, and out of all others. */
function placeInLists(lists: FreshdeskStore["lists"], ticket: JsonObject): void {
  for (const name of TICKET_LISTS) {
    for (const sorted of Object.values(lists[name])) {
      if (listOf(ticket) === name) sorted.place(ticket);
      else sorted.remove(idOf(ticket));
    }
  }
}

function sortedTickets(tickets: readonly JsonObject[], name: TicketList): SortedTickets {
  const own = tickets.filter((ticket) => listOf(ticket) === name);
  return {
    created_at: createSortedRows(own, createdKey),
    updated_at: createSortedRows(own, (ticket) => unixSecondsOf(ticket.updated_at)),
  };
}

function createdKey(row: JsonObject): number {
  return unixSecondsOf(row.created_at);
}

function byId(rows: readonly JsonObject[]): Map<string, JsonObject> {
  return new Map(rows.map((row) => [idOf(row), row]));
}

function append(groups: Map<string, JsonObject[]>, key: string, row: JsonObject): void {
  const group = groups.get(key);
  if (group) group.push(row);
  else groups.set(key, [row]);
}
