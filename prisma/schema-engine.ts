import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { SchemaEngine } from "@prisma/schema-engine-wasm";
import { Pool } from "pg";

/**
 * Lets `work` use Prisma's schema engine as WebAssembly, connected through the pg adapter: the same engine as the native
 * one, without a download. Every connection is closed afterwards.
 * @param schema text of schema.prisma
 */
export async function withSchemaEngine<Result>(
  { url, schema }: { url: string; schema: string },
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const pool = new Pool({ connectionString: url });
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
  const engine = await SchemaEngine.new({ datamodels: [["schema.prisma", schema]] }, ignoreEngineLog, adapter);
  try {
    return await work(engine);
  } finally {
    engine.free();
    await pool.end();
  }
}

/** The engine reports progress as JSON log lines; migrate.ts prints its own. */
function ignoreEngineLog(): undefined {
  return undefined;
}
