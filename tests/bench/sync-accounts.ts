import { CHANNELS, DEFAULT_NOW } from "../sandbox/generator/generate-dataset.ts";
import { type Helpdesk, PLANNED_HELPDESKS } from "../sandbox/generator/neutral-model.ts";
import { planDataset } from "../sandbox/generator/plan-dataset.ts";
import type { PlayedAccount, PlayOptions } from "../sandbox/helpdesks/played-helpdesk.ts";
import { playedHelpdesk } from "../sandbox/helpdesks/played-helpdesks.ts";

const DOMAIN = "canal-house.myshopify.com";
const SUBDOMAIN = "canal-house";
const NAME = "Canal House Goods";
const EMAIL = "owner@canal-house.example";

export const BENCH_STARTS_AT = Math.ceil(DEFAULT_NOW.getTime() / 60_000) * 60_000;

/** An account of one vendor with about so many tickets, as its simulator plays it. */
export function playBenchAccount(vendor: string, tickets: number, options: PlayOptions): PlayedAccount {
  const shop = { domain: DOMAIN, name: NAME, zone: "Europe/Amsterdam", currency: "EUR", country: "NL" };
  const [orders, customers] = [Math.ceil(tickets / 2), Math.ceil(tickets / 2)];
  const planned = planDataset({
    ...{ seed: 1, tickets, orders, customers, now: DEFAULT_NOW, shop },
    ...{ orderWindowDays: null, channels: CHANNELS, helpdesks: PLANNED_HELPDESKS.filter(isNamed(vendor)) },
  });
  const played = playedHelpdesk(vendor);
  const file = {
    ...{ domain: DOMAIN, name: NAME, ianaTimezone: shop.zone, currencyCode: shop.currency, countryCode: shop.country },
    ...{ email: EMAIL, now: DEFAULT_NOW.toISOString() },
    gorgias: { subdomain: SUBDOMAIN, email: EMAIL, apiKey: "gorgias-key" },
    zendesk: { subdomain: SUBDOMAIN, email: EMAIL, apiToken: "zendesk-token" },
  };
  return played.play(played.rowsOf(planned), file, options);
}

function isNamed(vendor: string): (helpdesk: Helpdesk) => boolean {
  return (helpdesk) => helpdesk === vendor;
}
