import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { adoptDatabase, type Database, openDatabase } from "../../app/platform/database.server.ts";
import { startEmbeddedDatabase } from "../../app/platform/embedded-database.server.ts";
import { applyMigrations } from "../../prisma/migrate.ts";

export interface TestDatabase {
  kind: "embedded" | "postgres";
  url: string;
  database: Database;
  close(): Promise<void>;
}

/** An empty, migrated database of the kind that this run of the suite is for; it becomes the process's database. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const opened = process.env.TEST_DATABASE === "postgres" ? await openOnPostgres() : await openEmbedded();
  adoptDatabase(opened.database);
  return opened;
}

async function openEmbedded(): Promise<TestDatabase> {
  const server = await startEmbeddedDatabase(null);
  await applyMigrations(server.url);
  const database = openDatabase(server.url);
  return {
    kind: "embedded",
    url: server.url,
    database,
    close: async () => {
      await database.close();
      await server.close();
    },
  };
}

async function openOnPostgres(): Promise<TestDatabase> {
  const server = inject("postgresUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await onServer(server, `create database ${name}`);
  const url = `${server}/${name}`;
  const database = openDatabase(url);
  return {
    kind: "postgres",
    url,
    database,
    close: async () => {
      await database.close();
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  await client.query(statement);
  await client.end();
}
