import type { ShopFile } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import type { AccessState } from "../play-account.ts";
import { partsOf } from "../play-account.ts";
import { idOf, isJsonObject } from "../row-fields.ts";
import { searchContacts } from "./intercom-contact-search.ts";
import { listConversations, type SearchManner, searchConversations } from "./intercom-conversation-search.ts";
import { badParameter, intercomError, notFound } from "./intercom-errors.ts";
import { workspaceIdOf } from "./intercom-rows.ts";
import type { IntercomStore } from "./intercom-store.ts";

/** One request on its way to an endpoint. */
export interface IntercomCall {
  request: Request;
  url: URL;
  /** The variable part of the path, "" when it has none. */
  id: string;
  store: IntercomStore;
  shop: ShopFile;
  now: Date;
  access: AccessState;
  manner: SearchManner;
}

interface IntercomEndpoint {
  method: "GET" | "POST";
  path: string;
  answer(call: IntercomCall): JsonObject | Promise<JsonObject>;
}

/** Unknown query parameters are ignored, as the vendor ignores them. */
const ENDPOINTS: readonly IntercomEndpoint[] = [
  { method: "GET", path: "/me", answer: showMe },
  {
    method: "GET",
    path: "/admins",
    answer: ({ store }) => ({ type: "admin.list", admins: [...store.admins.values()] }),
  },
  { method: "GET", path: "/admins/{id}", answer: ({ store, id }) => require(store.admins, id, "Admin") },
  { method: "GET", path: "/conversations", answer: ({ store, url }) => listConversations(store, queryOf(url)) },
  {
    method: "POST",
    path: "/conversations/search",
    answer: async (call) => searchConversations(call.store, await bodyOf(call.request), call.manner),
  },
  { method: "GET", path: "/conversations/{id}", answer: showConversation },
  { method: "POST", path: "/contacts/search", answer: findContacts },
  { method: "GET", path: "/contacts/{id}", answer: ({ store, id }) => require(store.contacts, id, "User") },
];

/** The endpoint that answers, null for a path that there is none for. */
export function endpointFor(path: string, method: string): { endpoint: IntercomEndpoint; id: string } | null {
  for (const endpoint of ENDPOINTS) {
    const parts = endpoint.method === method ? partsOf(endpoint.path, path) : null;
    if (parts) return { endpoint, id: parts.id ?? "" };
  }
  return null;
}

function showMe({ store, shop }: IntercomCall): JsonObject {
  const [first] = store.admins.values();
  const admin = first ?? { type: "admin", id: "1", name: "Owner", email: shop.email };
  const { avatar: _none, team_priority_level: _level, ...rest } = admin;
  return {
    ...rest,
    avatar: { type: "avatar", image_url: null },
    email_verified: true,
    app: {
      ...{ type: "app", id_code: workspaceIdOf(shop.domain), name: shop.name, region: "US" },
      ...{ timezone: shop.ianaTimezone, created_at: 1_520_000_000, identity_verification: false },
    },
  };
}

function require(rows: Map<string, JsonObject>, id: string, what: string): JsonObject {
  const row = rows.get(id);
  if (!row) throw notFound(what);
  return row;
}

/** The API holds no more than so many parts; those before them cannot be had at all. */
const MOST_PARTS = 500;

function showConversation({ store, id, url }: IntercomCall): JsonObject {
  const conversation = require(store.conversations, id, "Resource");
  const isPlain = url.searchParams.get("display_as") === "plaintext";
  const parts = store.partsOf(idOf(conversation)).slice(-MOST_PARTS);
  const conversation_parts = parts.map(({ conversation_id: _owner, ...part }) =>
    isPlain && typeof part.body === "string" ? { ...part, body: part.body.replaceAll(/<[^>]*>/g, "") } : part,
  );
  return {
    ...conversation,
    conversation_parts: { type: "conversation_part.list", conversation_parts, total_count: parts.length },
  };
}

/** A token's rights are its app's; "agent" stands for an app that may not read people. */
async function findContacts({ request, store, now, shop, access }: IntercomCall): Promise<JsonObject> {
  if (access.role !== "admin")
    throw intercomError(403, "token_unauthorized", "The app is not allowed to read users and companies");
  return searchContacts({ store, now, zone: shop.ianaTimezone }, await bodyOf(request));
}

export async function bodyOf(request: Request): Promise<JsonObject> {
  const text = await request.text();
  try {
    const json: unknown = JSON.parse(text);
    if (isJsonObject(json)) return json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw badParameter("The body is not a JSON object");
}

function queryOf(url: URL): JsonObject {
  return Object.fromEntries(url.searchParams);
}
