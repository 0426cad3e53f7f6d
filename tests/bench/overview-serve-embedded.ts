import { startEmbeddedDatabase } from "../../app/platform/embedded-database.server.ts";

/** An embedded database in a process of its own that keeps its files in a directory, as the app runs it; prints its address. */
const database = await startEmbeddedDatabase(process.argv[2] ?? null);
console.log(database.url);
process.once("SIGTERM", () => void database.close().then(() => process.exit(0)));
