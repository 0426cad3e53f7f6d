import type { GorgiasRows } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import { idOf, idOrNull, isJsonObject, microsecondsOf, nextIdAfter, objectsOf } from "../row-fields.ts";
import { createSortedRows, type SortedRows } from "../sorted-rows.ts";

/** The account's rows, indexed for every way in which the API reads them. */
export interface GorgiasStore {
  tickets: Map<string, JsonObject>;
  ticketsByCreated: SortedRows;
  ticketsByUpdated: SortedRows;
  customers: Map<string, JsonObject>;
  customersById: SortedRows;
  ticketsByCustomer: Map<string, JsonObject[]>;
  messages: SortedRows;
  messagesByTicket: Map<string, JsonObject[]>;
  messagesById: Map<string, JsonObject>;
  users: Map<string, JsonObject>;
  usersByCreated: SortedRows;
  events: SortedRows;
  eventsById: Map<string, JsonObject>;
  eventsByObject: Map<string, JsonObject[]>;
  surveys: SortedRows;
  surveysById: Map<string, JsonObject>;
  surveyByTicket: Map<string, JsonObject>;
  integrations: JsonObject[];
  putTicket(ticket: JsonObject): void;
  /** Removes the ticket with its messages and survey, as deleting one does; its events stay. */
  dropTicket(id: string): void;
  putMessage(message: JsonObject): void;
  putEvent(event: JsonObject): void;
  putSurvey(survey: JsonObject): void;
  nextId(): number;
}

export const createdKey = (row: JsonObject) => microsecondsOf(row.created_datetime) ?? 0;
export const updatedKey = (row: JsonObject) => microsecondsOf(row.updated_datetime) ?? createdKey(row);

/** Highest id that the simulator itself hands out lies above this, so its rows are recognisable. */
const FIRST_OWN_ID = 900_000_000;

/** Indexes the rows once. Messages embedded in a ticket row count when messages.jsonl has none for that ticket. */
export function createGorgiasStore(rows: GorgiasRows): GorgiasStore {
  const messages = [...rows.messages, ...embeddedMessages(rows)];
  const customers = customersOf(rows.tickets);
  const store: GorgiasStore = {
    tickets: byId(rows.tickets),
    ticketsByCreated: createSortedRows(rows.tickets, createdKey),
    ticketsByUpdated: createSortedRows(rows.tickets, updatedKey),
    customers,
    customersById: createSortedRows([...customers.values()], (customer) => Number(idOf(customer)) || 0),
    ticketsByCustomer: groupBy(rows.tickets, customerIdOf),
    messages: createSortedRows(messages, createdKey),
    messagesByTicket: groupBy(messages, (message) => idOf(message, "ticket_id")),
    messagesById: byId(messages),
    users: byId(rows.users),
    usersByCreated: createSortedRows(rows.users, createdKey),
    events: createSortedRows(rows.events, createdKey),
    eventsById: byId(rows.events),
    eventsByObject: groupBy(rows.events, objectKeyOf),
    surveys: createSortedRows(rows.satisfactionSurveys, createdKey),
    surveysById: byId(rows.satisfactionSurveys),
    surveyByTicket: new Map(rows.satisfactionSurveys.map((survey) => [idOf(survey, "ticket_id"), survey])),
    integrations: [],
    ...createWriters(() => store, rows),
  };
  for (const list of store.messagesByTicket.values()) list.sort((one, other) => createdKey(one) - createdKey(other));
  return store;
}

type Writers = Pick<GorgiasStore, "putTicket" | "dropTicket" | "putMessage" | "putEvent" | "putSurvey" | "nextId">;

function createWriters(store: () => GorgiasStore, rows: GorgiasRows): Writers {
  const everything = [rows.tickets, rows.messages, rows.events, rows.satisfactionSurveys].flat();
  let next = nextIdAfter(everything, FIRST_OWN_ID);
  return {
    putTicket(ticket) {
      const { tickets, ticketsByCreated, ticketsByUpdated, ticketsByCustomer } = store();
      const { customers, customersById } = store();
      if (!tickets.has(idOf(ticket))) {
        tickets.set(idOf(ticket), ticket);
        append(ticketsByCustomer, customerIdOf(ticket), ticket);
        rows.tickets.push(ticket);
      }
      if (isJsonObject(ticket.customer)) {
        customers.set(customerIdOf(ticket), ticket.customer);
        customersById.place(ticket.customer);
      }
      ticketsByCreated.place(ticket);
      ticketsByUpdated.place(ticket);
    },
    dropTicket: (id) => dropTicket(store(), id),
    putMessage(message) {
      store().messages.place(message);
      store().messagesById.set(idOf(message), message);
      append(store().messagesByTicket, idOf(message, "ticket_id"), message);
      rows.messages.push(message);
    },
    putEvent(event) {
      store().events.place(event);
      store().eventsById.set(idOf(event), event);
      append(store().eventsByObject, objectKeyOf(event), event);
      rows.events.push(event);
    },
    putSurvey(survey) {
      if (!store().surveysById.has(idOf(survey))) rows.satisfactionSurveys.push(survey);
      store().surveys.place(survey);
      store().surveysById.set(idOf(survey), survey);
      store().surveyByTicket.set(idOf(survey, "ticket_id"), survey);
    },
    nextId: () => next++,
  };
}

function dropTicket(store: GorgiasStore, id: string): void {
  const { tickets, ticketsByCreated, ticketsByUpdated, ticketsByCustomer, surveyByTicket } = store;
  const { messagesByTicket, messagesById, messages, surveys, surveysById } = store;
  for (const message of messagesByTicket.get(id) ?? []) {
    messages.remove(idOf(message));
    messagesById.delete(idOf(message));
  }
  const survey = surveyByTicket.get(id);
  if (survey) {
    surveys.remove(idOf(survey));
    surveysById.delete(idOf(survey));
  }
  const ticket = tickets.get(id);
  const siblings = ticket ? ticketsByCustomer.get(customerIdOf(ticket)) : undefined;
  if (ticket && siblings) siblings.splice(siblings.indexOf(ticket), 1);
  messagesByTicket.delete(id);
  surveyByTicket.delete(id);
  tickets.delete(id);
  ticketsByCreated.remove(id);
  ticketsByUpdated.remove(id);
}

/** Key of `eventsByObject`: object type (as the events spell it, any case) and object id. */
export function eventObjectKey(objectType: string, objectId: string): string {
  return `${objectType.toLowerCase()}:${objectId}`;
}

export function customerIdOf(ticket: JsonObject): string {
  const customer = ticket.customer;
  return isJsonObject(customer) ? idOf(customer) : "";
}

const objectKeyOf = (event: JsonObject) =>
  eventObjectKey(String(event.object_type ?? ""), idOrNull(event.object_id) ?? "");

function embeddedMessages(rows: GorgiasRows): JsonObject[] {
  const known = new Set(rows.messages.map((message) => idOf(message, "ticket_id")));
  return rows.tickets
    .filter((ticket) => !known.has(idOf(ticket)))
    .flatMap((ticket) => objectsOf(ticket.messages).map((message) => ({ ticket_id: ticket.id, ...message })));
}

/** Every customer once. The same person may be told at length in one ticket and briefly in another; the longest wins. */
function customersOf(tickets: readonly JsonObject[]): Map<string, JsonObject> {
  const customers = new Map<string, JsonObject>();
  for (const { customer } of tickets) {
    if (!isJsonObject(customer) || idOf(customer) === "") continue;
    const known = customers.get(idOf(customer));
    if (!known || Object.keys(customer).length > Object.keys(known).length) customers.set(idOf(customer), customer);
  }
  return customers;
}

function byId(rows: readonly JsonObject[]): Map<string, JsonObject> {
  return new Map(rows.map((row) => [idOf(row), row]));
}

function groupBy(rows: readonly JsonObject[], keyOf: (row: JsonObject) => string): Map<string, JsonObject[]> {
  const groups = new Map<string, JsonObject[]>();
  for (const row of rows) append(groups, keyOf(row), row);
  return groups;
}

function append(groups: Map<string, JsonObject[]>, key: string, row: JsonObject): void {
  const group = groups.get(key);
  if (group) group.push(row);
  else groups.set(key, [row]);
}
