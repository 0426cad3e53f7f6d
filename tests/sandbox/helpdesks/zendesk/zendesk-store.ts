import type { ZendeskRows } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import { idOf, nextIdAfter, unixSecondsOf } from "../row-fields.ts";
import { createSortedRows, type SortedRows } from "../sorted-rows.ts";
import { joinHistory } from "./zendesk-history.ts";

/** The account's rows, indexed for every way in which the API reads them. */
export interface ZendeskStore {
  tickets: Map<string, JsonObject>;
  ticketsById: SortedRows;
  ticketsByCreated: SortedRows;
  /** By `generated_timestamp`, the clock that incremental exports follow. */
  ticketsByGenerated: SortedRows;
  metrics: SortedRows;
  metricByTicket: Map<string, JsonObject>;
  users: Map<string, JsonObject>;
  usersById: SortedRows;
  usersByUpdated: SortedRows;
  commentsById: Map<string, JsonObject>;
  commentsByTicket: Map<string, JsonObject[]>;
  /** By time: what the incremental export of ticket events walks. */
  audits: SortedRows;
  auditsByTicket: Map<string, JsonObject[]>;
  ratings: SortedRows;
  ratingByTicket: Map<string, JsonObject>;
  groups: SortedRows;
  /** With their signing secrets. */
  webhooks: JsonObject[];
  putTicket(ticket: JsonObject): void;
  putMetric(metric: JsonObject): void;
  putUser(user: JsonObject): void;
  putComment(comment: JsonObject): void;
  putAudit(audit: JsonObject): void;
  putRating(rating: JsonObject): void;
  nextTicketId(): number;
  nextId(): number;
}

/** The row's version in an incremental export, derived from `updated_at` when the row does not name it. */
export function generatedAtOf(ticket: JsonObject): number {
  return Number(ticket.generated_timestamp ?? Number.NaN) || unixSecondsOf(ticket.updated_at);
}

const createdKey = (row: JsonObject) => unixSecondsOf(row.created_at);
const updatedKey = (row: JsonObject) => unixSecondsOf(row.updated_at ?? row.created_at);
const idKey = (row: JsonObject) => Number(idOf(row)) || 0;

/** The vendor's ids for anything but tickets are long; those made at run time start here. */
const FIRST_OWN_ID = 900_000_000_000;
const DEFAULT_GROUP = { id: 360_001_001, name: "Support", description: "", default: true };

/** Indexes the rows once; comments and audits complete each other (`joinHistory`). */
export function createZendeskStore(rows: ZendeskRows): ZendeskStore {
  const { comments, audits } = joinHistory(rows.comments, rows.audits);
  const metrics = rows.ticketMetrics.map((metric) => ({ ...metric, id: metric.id ?? metric.ticket_id }));
  const store: ZendeskStore = {
    tickets: byId(rows.tickets),
    ticketsById: createSortedRows(rows.tickets, idKey),
    ticketsByCreated: createSortedRows(rows.tickets, createdKey),
    ticketsByGenerated: createSortedRows(rows.tickets, generatedAtOf),
    metrics: createSortedRows(metrics, idKey),
    metricByTicket: byTicket(metrics),
    users: byId(rows.users),
    usersById: createSortedRows(rows.users, idKey),
    usersByUpdated: createSortedRows(rows.users, updatedKey),
    commentsById: byId(comments),
    commentsByTicket: groupByTicket(comments),
    audits: createSortedRows(audits, createdKey),
    auditsByTicket: groupByTicket(audits),
    ratings: createSortedRows(rows.satisfactionRatings, createdKey),
    ratingByTicket: byTicket(rows.satisfactionRatings),
    groups: createSortedRows(groupsOf(rows.tickets), idKey),
    webhooks: [],
    ...createWriters(() => store, rows, { comments, audits }),
  };
  return store;
}

type Writers = Pick<
  ZendeskStore,
  ("putTicket" | "putMetric" | "putUser" | "putComment" | "putAudit" | "putRating") | ("nextTicketId" | "nextId")
>;

function createWriters(
  store: () => ZendeskStore,
  rows: ZendeskRows,
  history: { comments: JsonObject[]; audits: JsonObject[] },
): Writers {
  let nextTicketId = nextIdAfter(rows.tickets, 0);
  const others = [rows.users, history.comments, history.audits, rows.satisfactionRatings].flat();
  let nextId = nextIdAfter(others, FIRST_OWN_ID);
  return {
    putTicket(ticket) {
      if (!store().tickets.has(idOf(ticket))) rows.tickets.push(ticket);
      store().tickets.set(idOf(ticket), ticket);
      store().ticketsById.place(ticket);
      store().ticketsByCreated.place(ticket);
      store().ticketsByGenerated.place(ticket);
    },
    putMetric(metric) {
      if (!store().metricByTicket.has(idOf(metric, "ticket_id"))) rows.ticketMetrics.push(metric);
      store().metrics.place(metric);
      store().metricByTicket.set(idOf(metric, "ticket_id"), metric);
    },
    putUser(user) {
      if (!store().users.has(idOf(user))) rows.users.push(user);
      store().users.set(idOf(user), user);
      store().usersById.place(user);
      store().usersByUpdated.place(user);
    },
    putComment(comment) {
      rows.comments.push(comment);
      store().commentsById.set(idOf(comment), comment);
      append(store().commentsByTicket, comment);
    },
    putAudit(audit) {
      rows.audits.push(audit);
      store().audits.place(audit);
      append(store().auditsByTicket, audit);
    },
    putRating(rating) {
      if (!store().ratingByTicket.has(idOf(rating, "ticket_id"))) rows.satisfactionRatings.push(rating);
      store().ratings.place(rating);
      store().ratingByTicket.set(idOf(rating, "ticket_id"), rating);
    },
    nextTicketId: () => nextTicketId++,
    nextId: () => nextId++,
  };
}

function byId(rows: readonly JsonObject[]): Map<string, JsonObject> {
  return new Map(rows.map((row) => [idOf(row), row]));
}

function byTicket(rows: readonly JsonObject[]): Map<string, JsonObject> {
  return new Map(rows.map((row) => [idOf(row, "ticket_id"), row]));
}

function groupByTicket(rows: readonly JsonObject[]): Map<string, JsonObject[]> {
  const groups = new Map<string, JsonObject[]>();
  for (const row of rows) append(groups, row);
  return groups;
}

function append(groups: Map<string, JsonObject[]>, row: JsonObject): void {
  const group = groups.get(idOf(row, "ticket_id"));
  if (group) group.push(row);
  else groups.set(idOf(row, "ticket_id"), [row]);
}

/** A data set has no file of groups: there is one for each group id that a ticket names, or one default group. */
function groupsOf(tickets: readonly JsonObject[]): JsonObject[] {
  const ids = new Set(tickets.map((ticket) => idOf(ticket, "group_id")).filter((id) => id !== ""));
  const times = { created_at: "2019-03-04T09:12:44Z", updated_at: "2019-03-04T09:12:44Z" };
  const named = [...ids].map((id, index) => ({
    ...DEFAULT_GROUP,
    id: Number(id),
    name: `Group ${index + 1}`,
    default: index === 0,
  }));
  return (named.length > 0 ? named : [DEFAULT_GROUP]).map((group) => ({
    ...group,
    is_public: true,
    deleted: false,
    ...times,
  }));
}
