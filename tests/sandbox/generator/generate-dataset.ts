import type { Dataset, HelpdeskRows, ShopFile } from "../dataset/dataset.ts";
import { PLAYED_HELPDESKS, playedHelpdesk } from "../helpdesks/played-helpdesks.ts";
import type { ChannelFamilies } from "./channels.ts";
import { gorgiasRows } from "./gorgias-rows.ts";
import { asJson, knownTruth } from "./known-truth.ts";
import { type Helpdesk, type NeutralDataset, type NeutralShop, PLANNED_HELPDESKS } from "./neutral-model.ts";
import { planDataset } from "./plan-dataset.ts";
import { shopifyCustomers, shopifyOrders } from "./shopify-rows.ts";
import { zendeskRows } from "./zendesk-rows.ts";

/** Every option may be left out; equal options give equal data sets, to the byte. */
export interface GenerateOptions {
  /** Default 1. */
  seed?: number;
  /** Tickets over all helpdesks; default 6,000, at least 200. Messages follow at about four a ticket. */
  tickets?: number;
  /** Default one and a half a ticket. */
  orders?: number;
  /** Customers with a record in the shop; default one for two tickets. */
  customers?: number;
  /** The end of the 13 months; default `DEFAULT_NOW`. */
  now?: Date;
  /** Default null: the app may read all orders. A number limits the *truth* to orders created that many days before now. */
  orderWindowDays?: number | null;
  /** Helpdesks that the crowd writes to; default all. The special cases need Gorgias and Zendesk, which are always there. */
  helpdesks?: readonly Helpdesk[];
  /** Default no: adds sixteen weeks of steady ratings at Gorgias and a fall of the chats' in the last complete week. */
  badWeek?: boolean;
}

export const DEFAULT_NOW = new Date("2026-11-20T15:30:00.000Z");

const SHOP: NeutralShop = {
  domain: "canal-house.myshopify.com",
  name: "Canal House Goods",
  zone: "Europe/Amsterdam",
  currency: "EUR",
  country: "NL",
};

/** A whole data set with its known truth. Throws RangeError where the numbers cannot hold the special cases. */
export function generateDataset(options: GenerateOptions = {}): Dataset {
  const tickets = options.tickets ?? 6_000;
  const orderWindowDays = options.orderWindowDays ?? null;
  const neutral = planDataset({
    seed: options.seed ?? 1,
    tickets,
    orders: options.orders ?? Math.round(tickets * 1.5),
    customers: options.customers ?? Math.round(tickets / 2),
    now: options.now ?? DEFAULT_NOW,
    shop: SHOP,
    orderWindowDays,
    channels: CHANNELS,
    helpdesks: options.helpdesks,
    badWeek: options.badWeek,
  });
  return {
    shop: shopFile(neutral.shop, neutral.now),
    orders: shopifyOrders(neutral),
    customers: shopifyCustomers(neutral),
    gorgias: gorgiasRows(neutral),
    zendesk: zendeskRows(neutral),
    helpdesks: otherHelpdesks(neutral),
    truth: asJson(knownTruth(neutral, orderWindowDays)),
  };
}

/** How each vendor writes its channels. */
export const CHANNELS = Object.fromEntries(
  PLANNED_HELPDESKS.map((vendor) => [vendor, playedHelpdesk(vendor).channels]),
) as Record<Helpdesk, ChannelFamilies>; // one entry for every planned helpdesk

/** Rows of all vendors that a data set keeps by the vendor's name and that somebody has written to. */
export function otherHelpdesks(neutral: NeutralDataset): Record<string, HelpdeskRows> {
  const planned = new Set<string>(neutral.tickets.map(({ helpdesk }) => helpdesk));
  const others = PLAYED_HELPDESKS.filter(({ vendor }) => vendor !== "gorgias" && vendor !== "zendesk");
  return Object.fromEntries(
    others.filter(({ vendor }) => planned.has(vendor)).map(({ vendor, rowsOf }) => [vendor, rowsOf(neutral)]),
  );
}

function shopFile(shop: NeutralShop, now: number): ShopFile {
  const subdomain = shop.domain.replace(".myshopify.com", "");
  return {
    domain: shop.domain,
    name: shop.name,
    ianaTimezone: shop.zone,
    currencyCode: shop.currency,
    email: "owner@canal-house.example",
    countryCode: shop.country,
    now: new Date(now).toISOString(),
    gorgias: { subdomain, email: "owner@canal-house.example", apiKey: "gorgias-key" },
    zendesk: { subdomain, email: "owner@canal-house.example", apiToken: "zendesk-token" },
  };
}
