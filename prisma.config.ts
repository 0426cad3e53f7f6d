import { defineConfig } from "prisma/config";

// The command line looks for a native schema engine that it would have to download. Generating the client needs none,
// and prisma/migrate.ts applies migrations with the WebAssembly engine, so any executable satisfies the look-up.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: "prisma/schema.prisma" });
