/** Sends a file to the app in pieces, each a request of its own: none is too long, and one that fails is sent again. */

const BEGIN = "/app/helpdesks/import/upload";
const TRIES = 4;
const RETRY_MS = 1_000;

/** What the server says of a step: a reason with words in the locale files, or nothing wrong. */
export type UploadOutcome = { importId: string } | { problem: string };

/** @param onProgress share that has been sent, 0 to 1 */
export async function uploadFile(file: File, onProgress: (share: number) => void): Promise<UploadOutcome> {
  const form = new FormData();
  form.set("fileName", file.name);
  form.set("byteCount", String(file.size));
  const begun = await send(BEGIN, { method: "POST", body: form });
  if (typeof begun.importId !== "string" || typeof begun.chunkBytes !== "number") return { problem: problemIn(begun) };
  const { importId, chunkBytes } = begun;
  const address = `/app/helpdesks/import/${importId}/upload`;
  for (let at = 0, chunk = 0; at < file.size; at += chunkBytes, chunk++) {
    const body = file.slice(at, at + chunkBytes, "application/octet-stream");
    const sent = await send(`${address}?chunk=${chunk}`, { method: "PUT", body });
    if (sent.ok !== true) return { problem: problemIn(sent) };
    onProgress(Math.min(1, (at + chunkBytes) / file.size));
  }
  const finished = await send(address, { method: "POST" });
  return finished.ok === true ? { importId } : { problem: problemIn(finished) };
}

type Answer = Readonly<Record<string, unknown>>;

/** Tries again what the network or the server has failed at; a refusal is an answer. */
async function send(address: string, init: RequestInit): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(address, init);
    if (answer !== null) return answer;
    if (attempt === TRIES) return { problem: "connection" };
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS * 2 ** attempt));
  }
}

/** Null when it is worth another try. */
async function ask(address: string, init: RequestInit): Promise<Answer | null> {
  try {
    const response = await fetch(address, init);
    if (response.status >= 500) return null;
    const body: unknown = await response.json();
    return typeof body === "object" && body !== null ? { ...body } : null;
  } catch (error) {
    console.warn("A piece of the file could not be sent.", error);
    return null;
  }
}

function problemIn({ problem }: Answer): string {
  return typeof problem === "string" ? problem : "unexpected";
}
