import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { openedDatabase, type Prisma } from "../platform/database.server.ts";

/** Part of the names of a connection's statements: on the embedded database all connections share one backend. */
const connections = new WeakMap<PoolClient, string>();

/**
 * Runs a statement that is always the same but for its values, outside of any transaction. The database plans it once a
 * connection instead of every time, which for statements of several parts takes longer than running them.
 * @param name tells the statement from all others that are run like this
 * @returns rows as the driver reads them: numbers need a cast to float8 or int
 */
export async function queryPrepared<Row extends object>(name: string, statement: Prisma.Sql): Promise<Row[]> {
  const client = await openedDatabase().pool.connect();
  let isSound = false;
  try {
    const { rows } = await client.query<Row>({
      name: `${name} ${connectionOf(client)}`,
      text: statement.text,
      values: statement.values,
    });
    isSound = true;
    return rows;
  } finally {
    // As the pool itself does: nobody gets a connection on which something has failed.
    client.release(!isSound);
  }
}

function connectionOf(client: PoolClient): string {
  const known = connections.get(client) ?? randomUUID().slice(0, 8);
  connections.set(client, known);
  return known;
}
