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

/** The answer with its list of rows replaced, wherever in the body it lies; an answer without a list stays as it is. */
export async function withRows(response: Response, change: (rows: JsonObject[]) => unknown): Promise<Response> {
  const text = await response.text();
  const changed = replaceList(JSON.parse(text), change, 2);
  return sameHead(response, changed === null ? text : JSON.stringify(changed.body));
}

/** The body itself may be the list, or it lies in one of its fields, or one level down ("_embedded", "data"). */
function replaceList(body: unknown, change: (rows: JsonObject[]) => unknown, depth: number): { body: unknown } | null {
  if (Array.isArray(body)) return { body: change(objectsOf(body)) };
  if (!isJsonObject(body) || depth === 0) return null;
  const names = Object.keys(body);
  const list = names.find((name) => Array.isArray(body[name]));
  for (const name of list === undefined ? names : [list]) {
    const inside = replaceList(body[name], change, depth - 1);
    if (inside !== null) return { body: { ...body, [name]: inside.body } };
  }
  return null;
}

function sameHead(response: Response, body: BodyInit): Response {
  return new Response(body, { status: response.status, headers: response.headers });
}
