import type { ShopFile } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import { Refusal } from "../refusal.ts";
import { idOf, isJsonObject } from "../row-fields.ts";
import { filterConversations } from "./chatwoot-filter.ts";
import {
  eventShown,
  listConversations,
  listMessages,
  listReportingEvents,
  listSurveyAnswers,
  shown,
} from "./chatwoot-lists.ts";
import { ACCOUNT_ID } from "./chatwoot-shapes.ts";
import { type ChatwootStore, countsOf, metaOf } from "./chatwoot-store.ts";

/** What an installation of some version and edition can do. */
export interface ChatwootVersion {
  /** Since late 2025, in the enterprise edition. */
  hasReportingEvents: boolean;
  /** Since 2026. */
  signsWebhooks: boolean;
}

export interface ChatwootCall {
  url: URL;
  parts: Record<string, string>;
  body: unknown;
  store: ChatwootStore;
  shop: ShopFile;
  version: ChatwootVersion;
  now: Date;
  /** Whether the token's user sees a conversation; `all` when there is none that they do not. */
  sees: ((row: JsonObject) => boolean) & { readonly all: boolean };
}

export interface ChatwootEndpoint {
  method: "GET" | "POST" | "DELETE";
  path: string;
  adminOnly?: boolean;
  answer(call: ChatwootCall): unknown;
}

const ACCOUNT = "/api/v1/accounts/{account_id}";

export const CHATWOOT_ENDPOINTS: readonly ChatwootEndpoint[] = [
  { method: "GET", path: ACCOUNT, answer: ({ shop }) => accountOf(shop) },
  { method: "GET", path: "/api/v1/profile", answer: ({ shop }) => profileOf(shop) },
  { method: "GET", path: `${ACCOUNT}/agents`, answer: ({ store }) => store.agents },
  { method: "GET", path: `${ACCOUNT}/agent_bots`, answer: ({ store }) => store.bots },
  { method: "GET", path: `${ACCOUNT}/conversations`, answer: listConversations },
  {
    method: "GET",
    path: `${ACCOUNT}/conversations/meta`,
    answer: ({ store, sees, url }) => {
      const status = url.searchParams.get("status") ?? "open";
      const rows = [...store.conversations.values()].filter(
        (row) => sees(row) && (status === "all" || row.status === status),
      );
      return { meta: countsOf(rows) };
    },
  },
  { method: "POST", path: `${ACCOUNT}/conversations/filter`, answer: filterConversations },
  { method: "GET", path: `${ACCOUNT}/conversations/{id}`, answer: (call) => shown(conversationOf(call), call.store) },
  { method: "GET", path: `${ACCOUNT}/conversations/{id}/messages`, answer: messagesOf },
  {
    method: "GET",
    path: `${ACCOUNT}/conversations/{id}/reporting_events`,
    answer: (call) => {
      if (!call.version.hasReportingEvents) throw noSuchPath();
      return call.store.eventsOf(idOf(conversationOf(call))).map(eventShown);
    },
  },
  {
    method: "GET",
    path: `${ACCOUNT}/reporting_events`,
    adminOnly: true,
    answer: (call) => {
      if (!call.version.hasReportingEvents) throw noSuchPath();
      return listReportingEvents(call);
    },
  },
  { method: "GET", path: `${ACCOUNT}/csat_survey_responses`, adminOnly: true, answer: listSurveyAnswers },
  {
    method: "GET",
    path: `${ACCOUNT}/webhooks`,
    adminOnly: true,
    answer: ({ store }) => ({ payload: { webhooks: [...store.webhooks.values()] } }),
  },
  { method: "POST", path: `${ACCOUNT}/webhooks`, adminOnly: true, answer: createWebhook },
  {
    method: "DELETE",
    path: `${ACCOUNT}/webhooks/{id}`,
    adminOnly: true,
    answer: ({ store, parts }) => {
      if (!store.webhooks.delete(Number(parts.id))) throw notFound();
      return null;
    },
  },
];

function accountOf(shop: ShopFile): JsonObject {
  return {
    ...{ id: ACCOUNT_ID, name: shop.name, locale: "en", domain: "", support_email: shop.email, status: "active" },
    ...{ created_at: "2025-01-06T09:00:00.000Z", cache_keys: {}, features: [], settings: {}, custom_attributes: {} },
  };
}

function profileOf(shop: ShopFile): JsonObject {
  const account = { id: ACCOUNT_ID, name: shop.name, status: "active", role: "administrator" };
  return { id: 1, name: "Owner", email: shop.email, accounts: [account] };
}

export function notFound(): Refusal {
  return new Refusal(404, { error: "Resource could not be found" });
}

/** A path that the installation's version does not know. */
export function noSuchPath(): Refusal {
  return new Refusal(404, { status: 404, error: "Not Found" });
}

function conversationOf({ store, parts, sees }: ChatwootCall): JsonObject {
  const conversation = store.conversations.get(parts.id ?? "");
  if (!conversation) throw notFound();
  if (!sees(conversation)) throw notAllowed();
  return conversation;
}

/** The vendor answers 401 to a user who may not do something, too. */
export function notAllowed(): Refusal {
  return new Refusal(401, { error: "You are not authorized to do this action" });
}

function messagesOf(call: ChatwootCall): JsonObject {
  const conversation = conversationOf(call);
  const { sender, assignee } = metaOf(conversation);
  return {
    meta: {
      ...{ labels: conversation.labels, additional_attributes: conversation.additional_attributes, contact: sender },
      ...(assignee === undefined ? {} : { assignee }),
    },
    payload: listMessages(call.store.messagesOf(idOf(conversation)), call.url.searchParams),
  };
}

const WEBHOOK_EVENTS = [
  ...["conversation_created", "conversation_updated", "conversation_status_changed", "message_created"],
  ...["message_updated", "webwidget_triggered", "contact_created", "contact_updated", "inbox_created", "inbox_updated"],
];

function createWebhook({ body, store, version }: ChatwootCall): JsonObject {
  const wrapped = isJsonObject(body) && isJsonObject(body.webhook) ? body.webhook : body;
  const { url, subscriptions, name } = isJsonObject(wrapped) ? wrapped : {};
  const events = Array.isArray(subscriptions) ? subscriptions.map(String) : [];
  if (typeof url !== "string" || !/^https?:\/\//.test(url))
    throw new Refusal(422, { message: "Url is invalid", attributes: ["url"] });
  if (events.length === 0 || events.some((event) => !WEBHOOK_EVENTS.includes(event)))
    throw new Refusal(422, { message: "Subscriptions Invalid events", attributes: ["subscriptions"] });
  if ([...store.webhooks.values()].some((known) => known.url === url))
    throw new Refusal(422, { message: "Url has already been taken", attributes: ["url"] });
  const id = store.nextId();
  const webhook = {
    ...{ id, name: typeof name === "string" ? name : "", url, account_id: ACCOUNT_ID, subscriptions: events },
    ...(version.signsWebhooks ? { secret: `webhook-secret-${id}` } : {}),
  };
  store.webhooks.set(id, webhook);
  return { payload: { webhook } };
}
