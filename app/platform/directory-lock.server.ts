import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, realpath, rm } from "node:fs/promises";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that only one process may use at a time is in use by another. */
export class DirectoryInUseError extends Error {
  readonly kind = "directory-in-use";

  constructor(directory: string, options?: ErrorOptions) {
    super(`Another process uses the folder ${directory}. Stop it first, or choose another folder.`, options);
    this.name = "DirectoryInUseError";
  }
}

/**
 * Claims a folder, made if missing, until this process ends. The claim is a local socket, which the system closes with
 * its process, so a killed owner leaves nothing that would have to be cleaned up by hand.
 * @throws DirectoryInUseError
 */
export async function claimDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const identity = createHash("sha256")
    .update(await realpath(directory))
    .digest("hex")
    .slice(0, 20);
  const address = addressOf(identity);
  if (await somebodyAnswers(address)) throw new DirectoryInUseError(directory);
  if (!address.startsWith("\0")) await rm(address, { force: true });
  const claim = createServer((visitor) => visitor.end());
  claim.listen(address);
  try {
    await once(claim, "listening");
  } catch (cause) {
    // Somebody has claimed it since we asked.
    throw new DirectoryInUseError(directory, { cause });
  }
  claim.unref();
}

/** On Linux a name that no file stands for, so that nothing is left in the folder of temporary files. */
function addressOf(identity: string): string {
  if (process.platform === "linux") return `\0deskworth-${identity}`;
  if (process.platform === "win32") return `\\\\.\\pipe\\deskworth-${identity}`;
  return join(tmpdir(), `deskworth-${identity}.sock`);
}

function somebodyAnswers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const visit = createConnection(address);
    visit.once("connect", () => {
      visit.destroy();
      resolve(true);
    });
    visit.once("error", () => resolve(false));
  });
}
