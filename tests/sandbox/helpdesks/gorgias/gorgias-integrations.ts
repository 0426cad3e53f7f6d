import type { JsonObject } from "../../simulator.ts";
import { idOf, isJsonObject, textOf } from "../row-fields.ts";
import { createSortedRows } from "../sorted-rows.ts";
import type { GorgiasCall } from "./gorgias-call.ts";
import { badParameter, limitOf, listPage, notFound } from "./gorgias-paging.ts";
import { gorgiasInstant } from "./gorgias-time.ts";

/** Everything that an HTTP integration can be told about. */
const TRIGGERS = [
  "ticket-created",
  "ticket-updated",
  "ticket-message-created",
  "ticket-self-unsnoozed",
  "ticket-message-failed",
  "ticket-assignment-updated",
  "ticket-status-updated",
  "ticket-handed-over",
];

export function integrationPage({ url, store }: GorgiasCall): JsonObject {
  const type = url.searchParams.get("type");
  const rows = store.integrations.filter((integration) => type === null || integration.type === type);
  return listPage({
    url,
    rows: createSortedRows(rows, (row) => Number(idOf(row))),
    order: "id:asc",
    limit: limitOf(url),
  });
}

export function findIntegration({ id, store }: GorgiasCall): JsonObject {
  const integration = store.integrations.find((candidate) => idOf(candidate) === id);
  if (!integration) throw notFound();
  return integration;
}

export function deleteIntegration({ id, store }: GorgiasCall): JsonObject {
  const index = store.integrations.findIndex((candidate) => idOf(candidate) === id);
  if (index < 0) throw notFound();
  store.integrations.splice(index, 1);
  return {};
}

/** The vendor wants https; the sandbox's own app has only a loopback address. */
function isAddress(url: string): boolean {
  return /^https:\/\//.test(url) || /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url);
}

/** Adds an HTTP integration, the vendor's webhook. Its secret can be written and is never shown again. */
export function createIntegration({ body, store, now }: GorgiasCall): JsonObject {
  const http = isJsonObject(body) ? body.http : null;
  if (!isJsonObject(body) || body.type !== "http") throw badParameter("type", 'Only "http" can be created.');
  if (!isJsonObject(http) || !isAddress(textOf(http, "url") ?? "")) throw badParameter("http", "Invalid url.");
  const triggers = isJsonObject(http.triggers) ? http.triggers : {};
  const unknown = Object.keys(triggers).find((trigger) => !TRIGGERS.includes(trigger));
  if (unknown !== undefined) throw badParameter("http", `Unknown trigger ${unknown}.`);
  const { hmac_secret: _secret, ...shown } = http;
  const id = store.nextId();
  const integration: JsonObject = {
    id,
    uri: `/api/integrations/${id}/`,
    type: "http",
    name: textOf(body, "name") ?? "HTTP",
    description: textOf(body, "description"),
    http: { ...shown, triggers: Object.fromEntries(TRIGGERS.map((name) => [name, triggers[name] === true])) },
    created_datetime: gorgiasInstant(now),
    updated_datetime: gorgiasInstant(now),
    deactivated_datetime: null,
  };
  store.integrations.push(integration);
  return integration;
}
