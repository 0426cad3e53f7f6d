import type { Dataset, HelpdeskRows, ShopFile, ZendeskRows } from "../../dataset/dataset.ts";
import { ROW_FILES } from "../../dataset/row-schemas.ts";
import { zendeskRows } from "../../generator/zendesk-rows.ts";
import type { JsonObject } from "../../simulator.ts";
import type { PlayedHelpdesk, PlayOptions, RowIds } from "../played-helpdesk.ts";
import { idOf, objectsOf } from "../row-fields.ts";
import { ZENDESK_CHANNELS } from "./zendesk-channels.ts";
import { createZendeskSimulator, ZENDESK_LIMITS, type ZendeskLimits } from "./zendesk-simulator.ts";

/** An account so wide that a first load takes seconds. */
const ROOMY: ZendeskLimits = {
  account: 10_000,
  "incremental-exports": 10_000,
  "incremental-exports-cursor": 10_000,
  "deleted-tickets": 10_000,
  "tickets-index": 10_000,
};

export const playedZendesk: PlayedHelpdesk = {
  vendor: "zendesk",
  displayName: "Zendesk",
  hosts: ["zendesk.com"],
  files: {
    tickets: ROW_FILES.zendesk.tickets.schema,
    ticket_metrics: ROW_FILES.zendesk.ticketMetrics.schema,
    comments: ROW_FILES.zendesk.comments.schema,
    audits: ROW_FILES.zendesk.audits.schema,
    users: ROW_FILES.zendesk.users.schema,
    satisfaction_ratings: ROW_FILES.zendesk.satisfactionRatings.schema,
  },
  play,
  rowsOf: (planned) => zendeskFiles(zendeskRows(planned)),
  idsIn,
  channels: ZENDESK_CHANNELS,
};

function play(rows: HelpdeskRows, shop: ShopFile, options: PlayOptions) {
  const limits = options.limits === "roomy" ? ROOMY : ZENDESK_LIMITS;
  const simulator = createZendeskSimulator(accountOnly(rows, shop), { ...options, limits });
  const { subdomain, email, apiToken } = simulator.credentials;
  return {
    ...simulator,
    credentials: { subdomain, email, apiToken },
    wrongAccount: { subdomain: "nobody-has-this-name" },
    allowedPerSecond: limits.account / 60,
  };
}

function accountOnly(rows: HelpdeskRows, shop: ShopFile): Dataset {
  return { shop, orders: [], customers: [], gorgias: null, zendesk: rowsByName(rows), helpdesks: {}, truth: null };
}

/** The files of the folder as the simulator knows them. The lists are the same ones, so rows added later are in both. */
function rowsByName(files: HelpdeskRows): ZendeskRows {
  return {
    tickets: files.tickets ?? [],
    ticketMetrics: files.ticket_metrics ?? [],
    comments: files.comments ?? [],
    audits: files.audits ?? [],
    users: files.users ?? [],
    satisfactionRatings: files.satisfaction_ratings ?? [],
  };
}

/** The account's rows by the names of their files; the lists stay the same ones. */
export function zendeskFiles({ ticketMetrics, satisfactionRatings, ...rows }: ZendeskRows): HelpdeskRows {
  return { ...rows, ticket_metrics: ticketMetrics, satisfaction_ratings: satisfactionRatings };
}

const CLOSED = ["solved", "closed"];

function idsIn(files: HelpdeskRows): RowIds {
  const { tickets, comments, audits, users, satisfactionRatings } = rowsByName(files);
  return {
    agents: users
      .filter((user) => user.role !== "end-user")
      .map((user) => idOf(user))
      .sort(),
    tickets: tickets.map((ticket) => idOf(ticket)).sort(),
    messages: comments.map((comment) => idOf(comment)).sort(),
    statusChanges: [...new Set(audits.flatMap(movesIn))].sort(),
    ratings: satisfactionRatings
      .filter(({ score }) => score === "good" || score === "bad")
      .map((rating) => idOf(rating))
      .sort(),
  };
}

/** Crossings between the open statuses and the closed ones. */
function movesIn(audit: JsonObject): string[] {
  const isMerge = JSON.stringify(audit.via ?? null).includes('"rel":"merge"');
  const at = new Date(String(audit.created_at)).toISOString();
  return objectsOf(audit.events)
    .filter((event) => event.field_name === "status")
    .filter((event) => CLOSED.includes(String(event.value)) !== CLOSED.includes(String(event.previous_value)))
    .map((event) => {
      const to = !CLOSED.includes(String(event.value)) ? "open" : isMerge ? "merged" : "closed";
      return `${idOf(audit, "ticket_id")} ${at} ${to}`;
    });
}
