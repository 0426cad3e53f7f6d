import type { ShopFile } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import type { ViaForm } from "./zendesk-events.ts";
import { recordNotFound } from "./zendesk-paging.ts";
import type { ZendeskStore } from "./zendesk-store.ts";

/** One request on its way to an endpoint. */
export interface ZendeskCall {
  url: URL;
  /** The variable part of the path, "" when it has none. */
  id: string;
  /** What was posted, null for other requests. */
  body: unknown;
  store: ZendeskStore;
  shop: ShopFile;
  subdomain: string;
  now: Date;
  /** E-mail of the user who is signed in, null for a request without credentials. */
  signedInAs: string | null;
  role: "admin" | "agent";
  ticketEventVia: ViaForm;
}

export function ticketIn(call: ZendeskCall): JsonObject {
  const ticket = call.store.tickets.get(call.id);
  if (!ticket || ticket.status === "deleted") throw recordNotFound();
  return ticket;
}

/** The ids in a parameter such as `ids=1,2,3`; at most 100, as the vendor allows. */
export function listOf(url: URL, name: string): string[] {
  return [...url.searchParams.getAll(name), ...url.searchParams.getAll(`${name}[]`)]
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");
}
