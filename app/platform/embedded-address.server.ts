import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The file in which the process that serves the embedded database says where. */
export function embeddedAddressFile(dataDirectory: string): string {
  return join(dataDirectory, "embedded-database-address");
}

/** Where the embedded database of this folder is served; null where its owner has not said. */
export async function readEmbeddedAddress(dataDirectory: string): Promise<string | null> {
  try {
    return (await readFile(embeddedAddressFile(dataDirectory), "utf8")).trim();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
