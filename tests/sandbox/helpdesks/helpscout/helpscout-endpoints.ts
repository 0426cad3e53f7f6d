import type { ShopFile } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import type { AccessState } from "../play-account.ts";
import { Refusal } from "../refusal.ts";
import { idOf } from "../row-fields.ts";
import { conversationRow, listConversations, listThreads, oneOf, requireEmbed } from "./helpscout-conversations.ts";
import {
  badParameter,
  cut,
  halPage,
  helpscoutError,
  notFound,
  PAGE_SIZE,
  pageOf,
  rangeOf,
  sliceOf,
} from "./helpscout-paging.ts";
import { COMPANY_ID, MAILBOX_ID } from "./helpscout-shapes.ts";
import { createdKey, type HelpscoutStore } from "./helpscout-store.ts";
import type { HelpscoutWebhooks } from "./helpscout-webhooks.ts";

/** One authenticated request on its way to an endpoint. */
export interface HelpscoutCall {
  url: URL;
  id: string;
  body: unknown;
  store: HelpscoutStore;
  webhooks: HelpscoutWebhooks;
  shop: ShopFile;
  access: AccessState;
  hasReports: boolean;
}

export interface HelpscoutAnswer {
  status: number;
  body: JsonObject | null;
  headers?: Record<string, string>;
}

interface HelpscoutEndpoint {
  method: "GET" | "POST" | "DELETE";
  /** As it is logged, with the variable part in braces. */
  path: string;
  answer(call: HelpscoutCall): HelpscoutAnswer;
}

export const HELPSCOUT_ENDPOINTS: readonly HelpscoutEndpoint[] = [
  { method: "GET", path: "/v2/users/me", answer: ({ store }) => ok(ownerOf(store)) },
  { method: "GET", path: "/v2/users", answer: ({ url, store }) => ok(allOf(url, "users", store.usersById)) },
  { method: "GET", path: "/v2/users/{id}", answer: ({ id, store }) => ok(store.users.get(id) ?? refuseMissing()) },
  { method: "GET", path: "/v2/mailboxes", answer: listMailboxes },
  { method: "GET", path: "/v2/conversations", answer: ({ url, store }) => ok(listConversations(url, store)) },
  { method: "GET", path: "/v2/conversations/{id}", answer: showConversation },
  {
    method: "GET",
    path: "/v2/conversations/{id}/threads",
    answer: (call) => ok(listThreads(call.url, call.store.conversations.get(call.id) ?? refuseMissing(), call.store)),
  },
  {
    method: "GET",
    path: "/v2/customers",
    answer: ({ url, store }) => ok(allOf(url, "customers", store.customersById)),
  },
  {
    method: "GET",
    path: "/v2/customers/{id}",
    answer: ({ id, store }) => ok(store.customers.get(id) ?? refuseMissing()),
  },
  { method: "GET", path: "/v2/reports/happiness/ratings", answer: reportRatings },
  {
    method: "GET",
    path: "/v2/webhooks",
    answer: ({ url, webhooks }) => ok(halPage({ url, name: "webhooks", rows: sliceOf(webhooks.list()), shape: same })),
  },
  { method: "POST", path: "/v2/webhooks", answer: createWebhook },
  { method: "DELETE", path: "/v2/webhooks/{id}", answer: removeWebhook },
];

function ok(body: JsonObject): HelpscoutAnswer {
  return { status: 200, body };
}

function same(row: JsonObject): JsonObject {
  return row;
}

function refuseMissing(): never {
  throw notFound();
}

/** The user whom the token belongs to: the account's owner, who is in no ticket. */
function ownerOf(store: HelpscoutStore): JsonObject {
  const first = store.usersById.at(0)?.row ?? { id: 4, firstName: "Shop", lastName: "Owner", type: "user" };
  return { ...first, role: "owner", companyId: COMPANY_ID, _links: {} };
}

function allOf(url: URL, name: string, rows: HelpscoutStore["usersById"]): JsonObject {
  return halPage({ url, name, rows: rangeOf(rows, { descending: false }), shape: same });
}

function listMailboxes({ url, shop }: HelpscoutCall): HelpscoutAnswer {
  const mailbox = {
    ...{ id: MAILBOX_ID, name: shop.name, slug: "0a1b2c3d4e5f", email: shop.email },
    ...{ createdAt: "2024-11-04T09:00:00Z", updatedAt: "2024-11-04T09:00:00Z" },
  };
  return ok(halPage({ url, name: "mailboxes", rows: sliceOf([mailbox]), shape: same }));
}

/** A conversation that was merged leads to the one that goes on. */
function showConversation({ url, id, store }: HelpscoutCall): HelpscoutAnswer {
  const embedsThreads = requireEmbed(url);
  const target = store.mergedInto.get(id);
  if (target !== undefined) {
    const location = `https://api.helpscout.net/v2/conversations/${target}`;
    return { status: 301, body: null, headers: { location } };
  }
  return ok(conversationRow(store.conversations.get(id) ?? refuseMissing(), store, embedsThreads));
}

const RATINGS = ["all", "great", "ok", "not-good"];

/** For the larger plans, and for users who may see reports. Filtered by when a rating was given, first of all. */
function reportRatings({ url, store, access, hasReports }: HelpscoutCall): HelpscoutAnswer {
  if (!hasReports || access.role !== "admin")
    throw new Refusal(403, helpscoutError("Reports are not available to this account"));
  const start = instantOf(url, "start");
  const end = instantOf(url, "end");
  const wanted = RATINGS.indexOf(oneOf(url, "rating", ["all", ...RATINGS]));
  const sortField = oneOf(url, "sortField", ["number", "modifiedAt", "rating"]);
  const descending = oneOf(url, "sortOrder", ["ASC", "DESC"]) === "DESC";
  if (sortField !== "modifiedAt") throw badParameter("sortField", sortField);
  const sorted = rangeOf(store.ratingsByModified, { atLeast: start, descending });
  const rows = Array.from({ length: sorted.length }, (_, index) => sorted.at(index) ?? {}).filter((rating) => {
    const at = createdKey({ createdAt: rating.ratingCreatedAt });
    return at >= start && at <= end && (wanted === 0 || rating.ratingId === wanted);
  });
  const page = pageOf(url);
  const results = cut(sliceOf(rows), page, PAGE_SIZE).map(reportRow);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_SIZE));
  return ok({ facets: {}, results, page, count: rows.length, pages });
}

function reportRow({ conversationId, modifiedAt: _modified, ...rating }: JsonObject): JsonObject {
  return { ...rating, id: conversationId };
}

function instantOf(url: URL, name: string): number {
  const text = url.searchParams.get(name) ?? "";
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text)) throw badParameter(name, text);
  return Date.parse(text);
}

function createWebhook({ body, webhooks, access }: HelpscoutCall): HelpscoutAnswer {
  if (access.role !== "admin") throw new Refusal(403, helpscoutError("Not allowed"));
  const id = webhooks.create(body);
  const location = `https://api.helpscout.net/v2/webhooks/${id}`;
  return { status: 201, body: null, headers: { "resource-id": String(id), location } };
}

function removeWebhook({ id, webhooks }: HelpscoutCall): HelpscoutAnswer {
  if (!webhooks.remove(id)) throw notFound();
  return { status: 204, body: null };
}

/** Whether a row of the store is one of those that the path names. */
export function idInPath(template: string, path: string): string | null {
  const wanted = template.split("/");
  const given = path.replace(/(.)\/$/, "$1").split("/");
  if (wanted.length !== given.length) return null;
  let id = "";
  for (const [index, part] of wanted.entries()) {
    const actual = given[index] ?? "";
    if (part === "{id}" && /^\d+$/.test(actual)) id = idOf({ id: actual });
    else if (part !== actual) return null;
  }
  return id;
}
