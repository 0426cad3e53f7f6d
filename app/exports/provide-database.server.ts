import { existsSync } from "node:fs";
import { join } from "node:path";
import { adoptDatabase, openDatabase } from "../platform/database.server.ts";
import { claimDirectory, DirectoryInUseError } from "../platform/directory-lock.server.ts";
import { readEmbeddedAddress } from "../platform/embedded-address.server.ts";
import { startEmbeddedDatabase } from "../platform/embedded-database.server.ts";

const CONNECTIONS = 4;

/** There is no database to read from. */
export class NoDatabaseError extends Error {
  readonly kind = "no-database";

  constructor(message: string) {
    super(message);
    this.name = "NoDatabaseError";
  }
}

/**
 * Opens the app's database for a program that runs beside it: the server that DATABASE_URL names, else the embedded
 * database in DATA_DIRECTORY, where the app serves it at present or else by itself. It becomes the process's database.
 * @returns what ends it all
 * @throws NoDatabaseError
 */
export async function provideDatabase(variables: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
  const { url, stop } = await locate(variables);
  const database = openDatabase(url, CONNECTIONS);
  adoptDatabase(database);
  return async () => {
    await database.close();
    await stop?.();
  };
}

interface Located {
  url: string;
  stop?: () => Promise<void>;
}

async function locate({ DATABASE_URL, DATA_DIRECTORY }: NodeJS.ProcessEnv): Promise<Located> {
  if (DATABASE_URL) return { url: DATABASE_URL };
  const dataDirectory = DATA_DIRECTORY || ".data";
  const directory = join(dataDirectory, "postgres");
  if (!existsSync(join(directory, "PG_VERSION"))) {
    throw new NoDatabaseError(`DATABASE_URL is not set, and there is no embedded database in ${directory}.`);
  }
  try {
    await claimDirectory(directory);
  } catch (error) {
    if (!(error instanceof DirectoryInUseError)) throw error;
    const url = await readEmbeddedAddress(dataDirectory);
    if (url === null) throw new NoDatabaseError(`${error.message} Its owner does not say where it serves it.`);
    return { url };
  }
  const embedded = await startEmbeddedDatabase(directory);
  return { url: embedded.url, stop: embedded.close };
}
