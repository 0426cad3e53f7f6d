import type { JsonObject } from "../simulator.ts";
import { isJsonObject, objectsOf } from "./row-fields.ts";

/** An answer whose body fails before its first byte. */
export function brokenBody(): Response {
  const body = new ReadableStream({
    start: (controller) => controller.error(new Error("Sandbox fault: the connection broke")),
  });
  return new Response(body, { status: 200, headers: { "content-type": "application/json" } });
}

/** The first half of the answer's text, with status and headers as they were. */
export async function cutBody(response: Response): Promise<Response> {
  const text = await response.text();
  return sameHead(response, text.slice(0, Math.floor(text.length / 2)));
}

/** The answer in so many pieces with a pause before each; stops when the client goes away. */
export async function dripBody(
  response: Response,
  { pieces, pauseMilliseconds }: { pieces: number; pauseMilliseconds: number },
): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const size = Math.max(1, Math.ceil(bytes.length / pieces));
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
      controller.enqueue(bytes.slice(sent, sent + size));
      sent += size;
      if (sent >= bytes.length) controller.close();
    },
  });
  return sameHead(response, body);
}

/** The answer with its list of rows replaced; an answer without a list stays as it is. */
export async function withRows(response: Response, change: (rows: JsonObject[]) => unknown): Promise<Response> {
  const text = await response.text();
  const body: unknown = JSON.parse(text);
  const list = isJsonObject(body) ? Object.keys(body).find((name) => Array.isArray(body[name])) : undefined;
  if (!isJsonObject(body) || list === undefined) return sameHead(response, text);
  return sameHead(response, JSON.stringify({ ...body, [list]: change(objectsOf(body[list])) }));
}

function sameHead(response: Response, body: BodyInit): Response {
  return new Response(body, { status: response.status, headers: response.headers });
}
