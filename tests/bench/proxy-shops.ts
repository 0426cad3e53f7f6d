import { randomUUID } from "node:crypto";
import type { Database } from "../../app/platform/database.server.ts";

/** Shops that share the load, and the recent tickets of each. */
const SHOPS = 20;
const TICKETS = 2_000;

export interface BenchShop {
  shopId: string;
  domain: string;
}

/** Shops with a helpdesk each and tickets that shoppers may name. */
export async function fillBenchShops({ prisma }: Database): Promise<BenchShop[]> {
  const shops = Array.from({ length: SHOPS }, (_, index) => ({
    ...{ shopId: randomUUID(), connectionId: randomUUID(), domain: `bench-${index}.myshopify.com` },
  }));
  const at = new Date();
  const place = { name: "Bench", timeZone: "Europe/Amsterdam", currency: "EUR", countryCode: "NL" };
  await prisma.shop.createMany({
    data: shops.map(({ shopId, domain }) => ({
      ...{ shopId, domain, ...place, scopes: "", matchKey: "none", installedAt: at },
    })),
  });
  await prisma.helpdeskConnection.createMany({
    data: shops.map(({ shopId, connectionId }) => ({
      ...{ shopId, connectionId, vendor: "example", name: "Example", account: "example", connectedAt: at },
    })),
  });
  const base = { channel: "chat", createdAt: at, identifiable: true };
  for (const { shopId, connectionId } of shops) {
    const ids = Array.from({ length: TICKETS }, (_, index) => ({ shopId, connectionId, ticketId: String(index) }));
    await prisma.ticket.createMany({
      data: ids.map((id) => ({ ...id, ...base, version: 1n, isOpen: true, assigneeId: "1", tags: [] })),
    });
    await prisma.ticketTimeline.createMany({
      data: ids.map((id) => ({ ...id, messages: [["1", at.getTime(), "c", null, 3]], statusChanges: [] })),
    });
  }
  return shops;
}

/** A ticket of the shop that serves this shopper; another one for each of the first forty thousand. */
export function ticketNumbered(shopper: number): string {
  return String(Math.floor(shopper / SHOPS) % TICKETS);
}
