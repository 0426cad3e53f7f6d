import { randomUUID } from "node:crypto";
import { db } from "../../../app/platform/database.server.ts";
import { type Draw, drawTickets, MONTHS } from "./draw-tickets.ts";
import { run } from "./sql.ts";
import { writeMoney, writeOrders } from "./write-orders.ts";
import { writeRaw } from "./write-raw.ts";
import { writeTickets } from "./write-tickets.ts";

const TIME_ZONE = "Europe/Amsterdam";
const HELPDESKS = 3;
const AGENTS = 40;
const DAY_MS = 86_400_000;

/** Fills an empty database with a shop of so many tickets, all facts derived and no daily figure computed. */
export async function fillShop(tickets: number, to: Date): Promise<Draw> {
  const draw: Draw = {
    ...{ tickets, to },
    from: new Date(Math.floor(to.getTime() / DAY_MS) * DAY_MS - (MONTHS / 12) * 365 * DAY_MS + DAY_MS),
    shopId: randomUUID(),
    connectionIds: Array.from({ length: HELPDESKS }, () => randomUUID()),
  };
  await createShop(draw);
  await createHelpdesks(draw);
  await drawTickets(draw);
  await writeTickets(draw);
  await writeOrders(draw);
  await writeMoney(draw);
  await writeRaw(draw);
  await markOldestDay(draw);
  return draw;
}

async function createShop({ shopId, from, to }: Draw): Promise<void> {
  await db().shop.create({
    data: {
      ...{
        shopId,
        domain: `${shopId}.myshopify.com`,
        name: "Bench",
        timeZone: TIME_ZONE,
        currency: "EUR",
      },
      ...{ scopes: "", matchKey: "", installedAt: from },
    },
  });
  await db().orderSync.create({
    data: {
      shopId,
      phase: "current",
      windowLimited: false,
      startedAt: from,
      lastSyncedAt: to,
      watermarkAt: to,
    },
  });
}

async function createHelpdesks({ shopId, connectionIds, from, to }: Draw): Promise<void> {
  await db().helpdeskConnection.createMany({
    data: connectionIds.map((connectionId, index) => ({
      ...{
        shopId,
        connectionId,
        vendor: `bench-${index}`,
        name: `Helpdesk ${index}`,
        account: connectionId,
      },
      ...{ connectedAt: from, lastSyncedAt: to },
    })),
  });
  await db().syncWalk.createMany({
    data: connectionIds.flatMap((connectionId) =>
      ["history", "current"].map((walk) => ({
        ...{
          shopId,
          connectionId,
          stream: "tickets",
          walk,
          done: 1,
          expected: 1,
        },
        ...{ startedAt: from, finishedAt: to, lastPageAt: to },
      })),
    ),
  });
  await db().agent.createMany({
    data: Array.from({ length: AGENTS }, (_, index) => ({
      ...{
        shopId,
        connectionId: connectionIds[index % HELPDESKS] ?? "",
        agentId: `agent-${index + 1}`,
      },
      ...{ name: `Agent ${index + 1}`, kind: "human", active: true },
    })),
  });
}

/** A rebuild begins with the oldest day that has figures; until the first one there is none. */
async function markOldestDay({ shopId, from }: Draw): Promise<void> {
  await run(
    `insert into daily_order (shop_id, generation, day, placed, eligible, eligible_gross_minor, eligible_refunded_minor, eligible_net_minor)
     values ($1::uuid, 0, $2::timestamptz::date, 0, 0, 0, 0, 0)`,
    [shopId, from],
  );
}
