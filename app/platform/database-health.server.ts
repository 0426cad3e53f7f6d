import { db } from "./database.server.ts";
import { log } from "./log.server.ts";

const TIME_LIMIT_MS = 2_000;

/** Whether the database answers within two seconds. */
export async function isDatabaseUp(): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, TIME_LIMIT_MS, false).unref());
  return Promise.race([asked(), late]);
}

async function asked(): Promise<boolean> {
  try {
    await db().$queryRaw`select 1`;
    return true;
  } catch (error) {
    log().error({ err: error }, "the database does not answer");
    return false;
  }
}
