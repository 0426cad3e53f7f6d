import { HelpdeskError } from "./helpdesk-error.ts";

const MOST_BYTES = 20 * 1024 * 1024;

/**
 * Reads an answer's body as JSON, counting its unpacked bytes while they arrive, so that neither an endless body nor a
 * packed one that swells can fill the memory.
 * An answer that is only a confirmation may be empty, which is null.
 * @throws HelpdeskError `not-json` for anything cut or not JSON, `bad-response` for more than 20 MB
 */
export async function readJson(response: Response, path: string): Promise<unknown> {
  const text = await readText(response, path);
  const hasNothingToSay = response.status === 201 || response.status === 202 || response.status === 204;
  if (text === "" && hasNothingToSay) return null;
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch (cause) {
    // The parser's own message quotes the body, so only its name goes on.
    const name = cause instanceof Error ? cause.name : "unknown error";
    throw new HelpdeskError("not-json", `The answer from ${path} is not JSON (${name})`, {
      path,
      status: response.status,
    });
  }
}

async function readText(response: Response, path: string): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await readChunk(reader, path);
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > MOST_BYTES) {
      await reader.cancel();
      throw new HelpdeskError("bad-response", `The answer from ${path} is longer than 20 MB`, {
        path,
        tooLong: true,
      });
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** A connection that breaks in the middle of a body is worth another try. */
async function readChunk(reader: ReadableStreamDefaultReader<Uint8Array>, path: string) {
  try {
    return await reader.read();
  } catch (cause) {
    if (cause instanceof HelpdeskError) throw cause;
    throw new HelpdeskError("unavailable", `The answer from ${path} was cut off`, { path, cause });
  }
}
