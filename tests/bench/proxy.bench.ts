import { setTimeout as wait } from "node:timers/promises";
import { type Database, openDatabase } from "../../app/platform/database.server.ts";
import { applyMigrations } from "../../prisma/migrate.ts";
import { startPostgresServer } from "../database/start-postgres.ts";
import { findFreePort } from "../sandbox/start/free-port.ts";
import { flood, type Load, playShoppers, timeHealth } from "./proxy-load.ts";
import { startWebServer } from "./proxy-server.ts";
import { type BenchShop, fillBenchShops } from "./proxy-shops.ts";

const WARM_UP_SECONDS = 5;
const SECONDS = Number(process.env.PROXY_SECONDS ?? 15);
const FLOOD_REQUESTS = 10_000;

/**
 * Answers to surveys a second through the built app's web server with PostgreSQL, each with the opening before it; whether any
 * that was acknowledged is missing after the server was killed in the middle; and what a flood from one address does.
 */
export async function bench(): Promise<object> {
  const postgres = await startPostgresServer();
  const url = `${postgres.url}/postgres`;
  await applyMigrations(url);
  const database = openDatabase(url);
  const shops = await fillBenchShops(database);
  const port = await findFreePort(0);
  try {
    const first = await startWebServer(port, url);
    const healthzPerSecond = Math.round(await timeHealth(first.origin, WARM_UP_SECONDS));
    await playShoppers(first.origin, shops, AbortSignal.timeout(WARM_UP_SECONDS * 1000));
    // What a server does by itself within its first minute: until then plans are made for tables without rows.
    await database.pool.query("vacuum (analyze)");
    const steady = await playShoppers(first.origin, shops, AbortSignal.timeout(SECONDS * 1000));
    const playing = playShoppers(first.origin, shops, AbortSignal.timeout(SECONDS * 1000));
    await wait((SECONDS * 1000) / 3);
    await first.kill();
    const second = await startWebServer(port, url);
    const killed = await playing;
    const flooded = await floodOne(second.origin, shops[0], database);
    await second.kill();
    return {
      ...{ ...summaryOf(steady), healthzPerSecond, ...flooded },
      killed: { acknowledged: killed.acknowledged.size, failed: killed.failed },
      lost: (await countLost(database, steady)) + (await countLost(database, killed)),
    };
  } finally {
    await database.close();
    await postgres.stop();
  }
}

function summaryOf({ openings, answers, failed, seconds }: Load): object {
  return {
    answersPerSecond: Math.round(answers.length / seconds),
    requestsPerSecond: Math.round((answers.length + openings.length) / seconds),
    ...{ answerP50Ms: percentile(answers, 0.5), answerP99Ms: percentile(answers, 0.99) },
    ...{ openingP50Ms: percentile(openings, 0.5), openingP99Ms: percentile(openings, 0.99), failed },
  };
}

async function floodOne(origin: string, shop: BenchShop | undefined, { prisma }: Database): Promise<object> {
  if (!shop) throw new RangeError("There is no shop");
  const before = await prisma.survey.count({ where: { shopId: shop.shopId } });
  const startedAt = performance.now();
  const statuses = await flood(origin, shop, FLOOD_REQUESTS);
  const seconds = (performance.now() - startedAt) / 1000;
  const stored = (await prisma.survey.count({ where: { shopId: shop.shopId } })) - before;
  return { flood: { ...statuses, stored, perSecond: Math.round(FLOOD_REQUESTS / seconds) } };
}

/** Surveys of which the server had said that the answer is stored, and whose answer is not there. */
async function countLost({ pool }: Database, { acknowledged }: Load): Promise<number> {
  const { rows } = await pool.query<{ lost: number }>(
    `select count(*)::float8 as lost from unnest($1::uuid[], $2::int[]) as told(survey_id, score)
     where not exists (select from survey_answer a
       where a.survey_id = told.survey_id and a.score = told.score and a.is_current)`,
    [[...acknowledged.keys()], [...acknowledged.values()]],
  );
  return rows[0]?.lost ?? Number.NaN;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN) * 10) / 10;
}
