import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { claimDirectory } from "../app/platform/directory-lock.server.ts";
import { startEmbeddedDatabase } from "../app/platform/embedded-database.server.ts";
import { withSchemaEngine } from "./schema-engine.ts";

const PRISMA_FOLDER = fileURLToPath(new URL(".", import.meta.url));
const MIGRATIONS = join(PRISMA_FOLDER, "migrations");
const FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Applies every migration that `url` does not have yet, and records them in `_prisma_migrations` as
 * `prisma migrate deploy` would.
 * @returns names of the migrations applied now
 */
export async function applyMigrations(url: string): Promise<string[]> {
  const migrationsList = await listMigrations();
  const schema = await readSchema();
  const { appliedMigrationNames } = await withSchemaEngine({ url, schema }, (engine) =>
    engine.applyMigrations({ migrationsList, filters: FILTERS }),
  );
  return appliedMigrationNames;
}

/**
 * Writes the migration that leads from the newest existing one to schema.prisma. Each migration keeps the schema it led
 * to beside its SQL, so the difference is taken between two texts and needs no database to look at.
 * @returns its folder, or null when nothing has changed
 */
export async function writeMigration(name: string, createdAt: Date): Promise<string | null> {
  const schema = await readSchema();
  const newest = (await listMigrationNames()).at(-1);
  const before = newest ? await readFile(join(MIGRATIONS, newest, "schema.prisma"), "utf8") : null;
  const stdout = await diffSchemas(before, schema);
  if (!stdout || /^-- This is an empty migration/m.test(stdout)) return null;
  const folder = join(MIGRATIONS, `${createdAt.toISOString().replaceAll(/\D/g, "").slice(0, 14)}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "migration.sql"), stdout);
  await writeFile(join(folder, "schema.prisma"), schema);
  return folder;
}

/** SQL that leads from one schema text (null: an empty database) to another. */
export async function diffSchemas(before: string | null, after: string): Promise<string | null> {
  const scratch = await startEmbeddedDatabase(null);
  try {
    const { stdout } = await withSchemaEngine({ url: scratch.url, schema: after }, (engine) =>
      engine.diff({
        from:
          before === null
            ? { tag: "empty" }
            : { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: before }] },
        to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: after }] },
        script: true,
        exitCode: null,
        filters: FILTERS,
      }),
    );
    return stdout ?? null;
  } finally {
    await scratch.close();
  }
}

function readSchema(): Promise<string> {
  return readFile(join(PRISMA_FOLDER, "schema.prisma"), "utf8");
}

async function listMigrationNames(): Promise<string[]> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function listMigrations() {
  const names = await listMigrationNames();
  return {
    baseDir: MIGRATIONS,
    lockfile: {
      path: "./migration_lock.toml",
      content: await readFile(join(MIGRATIONS, "migration_lock.toml"), "utf8"),
    },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: { tag: "ok" as const, value: await readFile(join(MIGRATIONS, name, "migration.sql"), "utf8") },
        },
      })),
    ),
  };
}

async function main([command, name]: readonly string[]): Promise<void> {
  if (command === "new" && name && /^[a-z][a-z0-9_]*$/.test(name)) {
    const folder = await writeMigration(name, new Date());
    console.log(folder ? `Wrote ${folder}` : "Nothing has changed: no migration was written.");
    return;
  }
  if (command !== "apply") throw new Error("Usage: npm run migrate, or npm run migrate:new -- a_name_in_lower_case");
  await applyToConfiguredDatabase();
}

async function applyToConfiguredDatabase(): Promise<void> {
  const directory = join(process.env.DATA_DIRECTORY ?? ".data", "postgres");
  if (!process.env.DATABASE_URL) await claimDirectory(directory);
  const embedded = process.env.DATABASE_URL ? null : await startEmbeddedDatabase(directory);
  try {
    const applied = await applyMigrations(process.env.DATABASE_URL ?? embedded?.url ?? "");
    console.log(applied.length > 0 ? `Applied ${applied.join(", ")}` : "The database is up to date.");
  } finally {
    await embedded?.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(process.argv.slice(2));
