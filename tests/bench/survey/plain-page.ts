import { createServer, type Socket } from "node:net";
import { type Listener, listen, webHandler } from "../../sandbox/proxy/serve.ts";
import { type Contender, POSTHOG_SURVEYS, readPart } from "./contenders.ts";

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Shop</title><link rel="icon" href="data:,"><style>body { margin: 2em; font: 16px/1.5 sans-serif }</style></head>
<body><main><h1>Shop</h1>${"<p>Nothing else is on this page that could take time.</p>".repeat(10)}</main></body></html>`;

export interface PlainPage {
  origin: string;
  /** A port that lets everybody connect and never says a word. */
  silentPort: number;
  close(): Promise<void>;
}

/** Serves one page, the contenders' files, and in the place of their servers just what lets them go on. */
export async function servePlainPage(contenders: readonly Contender[]): Promise<PlainPage> {
  const paths = contenders.flatMap(({ scripts, styles }) => [...scripts, ...styles]);
  const files = new Map(paths.map((path) => [`/${path}`, readPart(path)]));
  const pages = await listen(webHandler(async (request) => answer(files, request)));
  const silent = await listenSilently();
  return {
    origin: pages.origin,
    silentPort: silent.port,
    close: async () => {
      await Promise.all([pages.close(), silent.close()]);
    },
  };
}

async function answer(files: ReadonlyMap<string, Buffer>, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  // Nothing is kept, so that no script comes compiled out of a cache.
  const headers = { "cache-control": "no-store" };
  const file = files.get(pathname);
  if (file) {
    const type = pathname.endsWith(".css") ? "text/css" : "text/javascript";
    return new Response(new Uint8Array(file), { headers: { ...headers, "content-type": `${type}; charset=utf-8` } });
  }
  if (pathname === "/") return new Response(PAGE, { headers: { ...headers, "content-type": "text/html" } });
  if (pathname.startsWith("/api/surveys")) return Response.json(POSTHOG_SURVEYS, { headers });
  if (pathname.endsWith("/survey")) {
    return Response.json((await request.text()).includes('"do":"open"') ? { token: "t1" } : { ok: true }, { headers });
  }
  return Response.json({}, { headers });
}

async function listenSilently(): Promise<Pick<Listener, "close"> & { port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The silent server has no port");
  return {
    port: address.port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
