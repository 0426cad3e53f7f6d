import type { JsonObject } from "../simulator.ts";

/**
 * A data set in memory: every row in its vendor's own shape, exactly as it stood in the files
 * (tests/sandbox/README.md documents the folder). Simulators index what they need and may change rows in place when a
 * test asks them to.
 */
export interface Dataset {
  shop: ShopFile;
  orders: JsonObject[];
  customers: JsonObject[];
  gorgias: GorgiasRows | null;
  zendesk: ZendeskRows | null;
  /** The other helpdesks' folders by vendor; a vendor without a folder has no account. */
  helpdesks: Record<string, HelpdeskRows>;
  truth: JsonObject | null;
}

/** `shop.json`: the shop, its apps' view of it, and the helpdesk accounts that the simulators serve. */
export interface ShopFile {
  /** `*.myshopify.com`. */
  domain: string;
  name: string;
  ianaTimezone: string;
  currencyCode: string;
  email: string;
  /** ISO 3166 alpha-2; the country national phone numbers belong to. */
  countryCode: string;
  /** When present the whole sandbox, and the app, run as if started at this instant (ISO 8601). */
  now?: string | undefined;
  /** Account that the Gorgias simulator serves; absent: "<shop handle>", "owner@example.com", "gorgias-key". */
  gorgias?: { subdomain: string; email: string; apiKey: string } | undefined;
  /** Account that the Zendesk simulator serves; absent: "<shop handle>", "owner@example.com", "zendesk-token". */
  zendesk?: { subdomain: string; email: string; apiToken: string } | undefined;
}

/** A helpdesk's rows by file name without its ending, such as "conversations". */
export type HelpdeskRows = Record<string, JsonObject[]>;

export interface GorgiasRows {
  tickets: JsonObject[];
  messages: JsonObject[];
  users: JsonObject[];
  satisfactionSurveys: JsonObject[];
  events: JsonObject[];
}

export interface ZendeskRows {
  tickets: JsonObject[];
  ticketMetrics: JsonObject[];
  comments: JsonObject[];
  audits: JsonObject[];
  users: JsonObject[];
  satisfactionRatings: JsonObject[];
}
