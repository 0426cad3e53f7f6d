import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export interface Listener {
  /** `http://127.0.0.1:PORT`. */
  origin: string;
  close(): Promise<void>;
}

export type NodeHandler = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

/** Listens on loopback; port 0 takes any free one. Rejects when the port is busy. */
export async function listen(handler: NodeHandler, port = 0): Promise<Listener> {
  const server = createServer(handler);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return { origin: originOf(server), close: () => closeServer(server) };
}

/** Serves web-standard requests: bodies stream both ways, and a body that fails midway cuts the connection. */
export function webHandler(handle: (request: Request) => Promise<Response>): NodeHandler {
  return (incoming, outgoing) => {
    answer(handle, incoming, outgoing).catch((error: unknown) => {
      // Past the head there is no honest status left: the client must see a cut connection.
      if (outgoing.headersSent) return outgoing.destroy();
      outgoing.writeHead(500, { "content-type": "text/plain" });
      outgoing.end(`sandbox: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    });
  };
}

async function answer(
  handle: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());
  const response = await handle(toRequest(incoming, gone.signal));
  if (outgoing.destroyed) return;
  outgoing.writeHead(response.status, headerList(response));
  if (!response.body) {
    outgoing.end();
    return;
  }
  // Flushing first lets a body that breaks at once still arrive as "headers, then a cut".
  outgoing.flushHeaders();
  await pipeline(nodeStream(response.body), outgoing);
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const method = incoming.method ?? "GET";
  const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host ?? "127.0.0.1"}`);
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers, signal });
  // `duplex` is what Node demands for a streamed body and what the DOM's types do not know.
  const init = { method, headers, signal, body: Readable.toWeb(incoming), duplex: "half" };
  return new Request(url, init as RequestInit);
}

function headerList(response: Response): [string, string][] {
  const headers: [string, string][] = [];
  for (const [name, value] of response.headers) if (name !== "set-cookie") headers.push([name, value]);
  for (const cookie of response.headers.getSetCookie()) headers.push(["set-cookie", cookie]);
  return headers;
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the sandbox listens on no port");
  return `http://127.0.0.1:${address.port}`;
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

function nodeStream(body: ReadableStream<Uint8Array>): Readable {
  // Node types its own web streams apart from the global ones; at run time they are the same classes.
  return Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
}
