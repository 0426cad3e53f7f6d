import type { FreshdeskStore } from "./freshdesk-store.ts";

/** One request on its way to an endpoint. */
export interface FreshdeskCall {
  url: URL;
  /** The variable part of the path, "" when it has none. */
  id: string;
  store: FreshdeskStore;
  role: "admin" | "agent";
  now: Date;
}
