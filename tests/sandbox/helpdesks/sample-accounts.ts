import type { Dataset, GorgiasRows, ZendeskRows } from "../dataset/dataset.ts";
import type { JsonObject, Simulator } from "../simulator.ts";
import { isJsonObject } from "./row-fields.ts";

/** Small accounts and callers for the simulators' own tests. */

export const NOW = "2026-06-01T12:00:00Z";

/** A clock that stands still until it is moved. */
export function createFakeClock(start = NOW) {
  let now = Date.parse(start);
  const clock = () => new Date(now);
  return Object.assign(clock, {
    advanceSeconds: (seconds: number) => {
      now += seconds * 1000;
    },
  });
}

export function datasetWith(rows: { gorgias?: Partial<GorgiasRows>; zendesk?: Partial<ZendeskRows> }): Dataset {
  return {
    shop: {
      domain: "moss-and-fern.myshopify.com",
      name: "Moss & Fern",
      ianaTimezone: "Europe/Lisbon",
      currencyCode: "EUR",
      email: "owner@mossandfern.example",
      countryCode: "PT",
    },
    ...{ orders: [], customers: [], helpdesks: {}, truth: null },
    gorgias: { tickets: [], messages: [], users: [], satisfactionSurveys: [], events: [], ...rows.gorgias },
    zendesk: {
      ...{ tickets: [], ticketMetrics: [], comments: [], audits: [], users: [], satisfactionRatings: [] },
      ...rows.zendesk,
    },
  };
}

/** An instant so many minutes before `NOW`, in Gorgias's text. */
export function gorgiasMinutesAgo(minutes: number): string {
  return new Date(Date.parse(NOW) - minutes * 60_000).toISOString().replace("Z", "000+00:00");
}

export function zendeskMinutesAgo(minutes: number): string {
  return new Date(Date.parse(NOW) - minutes * 60_000).toISOString().replace(/\.\d+/, "");
}

export function gorgiasTicket(id: number, fields: JsonObject = {}): JsonObject {
  const at = gorgiasMinutesAgo(1000 - id);
  return {
    ...{ id, status: "open", channel: "email", via: "email", from_agent: false, spam: false, subject: "Where is it" },
    customer: { id: 5000 + id, email: `buyer${id}@post.example`, name: `Buyer ${id}`, channels: [], integrations: {} },
    ...{ assignee_user: null, assignee_team: null, tags: [], created_datetime: at, updated_datetime: at },
    ...{ closed_datetime: null, trashed_datetime: null, snooze_datetime: null },
    ...fields,
  };
}

export function gorgiasMessage(id: number, ticketId: number, fields: JsonObject = {}): JsonObject {
  return {
    ...{ id, ticket_id: ticketId, public: true, channel: "email", via: "email", from_agent: false, body_text: "Hello" },
    created_datetime: gorgiasMinutesAgo(900 - id),
    ...fields,
  };
}

export function zendeskTicket(id: number, fields: JsonObject = {}): JsonObject {
  const at = zendeskMinutesAgo(1000 - id);
  return {
    ...{ id, status: "open", subject: "Where is it", via: { channel: "email" }, requester_id: 7001, assignee_id: 8001 },
    ...{ submitter_id: 7001, group_id: 42, tags: [], created_at: at, updated_at: at },
    ...fields,
  };
}

export interface Answer {
  status: number;
  headers: Headers;
  body: JsonObject;
}

/** Asks a simulator as an app with the default credentials would; `init` replaces them. */
export function caller(simulator: Simulator, account: { origin: string; authorization: string }) {
  return async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const headers = { authorization: account.authorization, ...Object.fromEntries(new Headers(init.headers)) };
    const response = await simulator.handle(new Request(`${account.origin}${path}`, { ...init, headers }));
    const body: unknown = response.headers.get("content-type")?.includes("json") ? await response.json() : {};
    return { status: response.status, headers: response.headers, body: isJsonObject(body) ? body : {} };
  };
}

export function basic(user: string, secret: string): string {
  return `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}`;
}

export const GORGIAS_ACCOUNT = {
  origin: "https://moss-and-fern.gorgias.com",
  authorization: basic("owner@example.com", "gorgias-key"),
};
export const ZENDESK_ACCOUNT = {
  origin: "https://moss-and-fern.zendesk.com",
  authorization: basic("owner@example.com/token", "zendesk-token"),
};

export function rowsIn(answer: Answer, name = "data"): JsonObject[] {
  const rows = answer.body[name];
  return Array.isArray(rows) ? rows.filter(isJsonObject) : [];
}

export function idsIn(answer: Answer, name = "data"): unknown[] {
  return rowsIn(answer, name).map((row) => row.id);
}

/** A field of an object inside the answer, such as `inside(answer, "meta").next_cursor`. */
export function inside(answer: Answer, name: string): JsonObject {
  const value = answer.body[name];
  return isJsonObject(value) ? value : {};
}
