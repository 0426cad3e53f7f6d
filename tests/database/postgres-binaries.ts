import { access, readdir } from "node:fs/promises";
import { join } from "node:path";

const DEBIAN_FOLDER = "/usr/lib/postgresql";

/**
 * The folder with `initdb` and `postgres`: Debian's newest version, or one on the PATH.
 * @throws saying how to install it when there is none
 */
export async function findPostgresBinaries(): Promise<string> {
  const versions = await readdir(DEBIAN_FOLDER).catch(() => []);
  const candidates = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN_FOLDER, version, "bin"))
    .concat((process.env.PATH ?? "").split(":"));
  for (const folder of candidates) {
    const found = await access(join(folder, "initdb")).then(
      () => true,
      () => false,
    );
    if (found) return folder;
  }
  throw new Error(
    "The database tests need PostgreSQL's server: install Debian's package postgresql, or put initdb on the PATH.",
  );
}
