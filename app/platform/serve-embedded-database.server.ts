import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { claimDirectory, DirectoryInUseError } from "./directory-lock.server.ts";
import { embeddedAddressFile } from "./embedded-address.server.ts";
import { startEmbeddedDatabase } from "./embedded-database.server.ts";
import { env } from "./env.server.ts";

// A program of its own: the embedded database computes on one thread, which must not be the web server's.
// Tells its parent `{ databaseUrl }` once it serves, and other programs of the same user by a file.
try {
  const directory = join(env().DATA_DIRECTORY, "postgres");
  await claimDirectory(directory);
  const database = await startEmbeddedDatabase(directory);
  const stop = () => void database.close().then(() => process.exit(0));
  process.once("SIGTERM", stop).once("SIGINT", stop);
  await writeFile(embeddedAddressFile(env().DATA_DIRECTORY), database.url, { mode: 0o600 });
  process.send?.({ databaseUrl: database.url });
} catch (error) {
  if (!(error instanceof DirectoryInUseError)) throw error;
  console.error(error.message);
  process.exit(1);
}
