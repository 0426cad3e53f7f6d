import type { ShopFile } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import { notFound } from "./gorgias-paging.ts";
import type { GorgiasStore } from "./gorgias-store.ts";

/** One authenticated request on its way to an endpoint. */
export interface GorgiasCall {
  url: URL;
  /** The variable part of the path, "" when it has none. */
  id: string;
  body: unknown;
  store: GorgiasStore;
  shop: ShopFile;
  subdomain: string;
  now: Date;
}

/** The row that the path names; refuses with 404 when there is none. */
export function found(rows: Map<string, JsonObject>, call: GorgiasCall): JsonObject {
  const row = rows.get(call.id);
  if (!row) throw notFound();
  return row;
}

/** A list parameter may be repeated, written with brackets, or hold several values between commas. */
export function listParameter(url: URL, name: string): string[] {
  return [...url.searchParams.getAll(name), ...url.searchParams.getAll(`${name}[]`)]
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");
}
