import { startEmbeddedDatabase } from "../../app/platform/embedded-database.server.ts";

/** An embedded database in a process of its own, as the app runs it; prints its address. */
const database = await startEmbeddedDatabase(null);
console.log(database.url);
process.once("SIGTERM", () => void database.close().then(() => process.exit(0)));
