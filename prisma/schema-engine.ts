import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { SchemaEngine } from "@prisma/schema-engine-wasm";

/**
 * Prisma's schema engine as WebAssembly, connected through the pg adapter: the same engine as the native one, without
 * a download.
 * @param schema text of schema.prisma
 */
export function openSchemaEngine(url: string, schema: string): Promise<SchemaEngine> {
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: url }));
  return SchemaEngine.new({ datamodels: [["schema.prisma", schema]] }, ignoreEngineLog, adapter);
}

/** The engine reports progress as JSON log lines; migrate.ts prints its own. */
function ignoreEngineLog(): undefined {
  return undefined;
}
