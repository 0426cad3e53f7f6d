import { createServer } from "node:net";

/**
 * The first loopback port from `wanted` on that nobody listens on and that is not in `taken`; 0 asks the system for any
 * free one. Between this answer and its use another program may take it, which then shows as an error of that use.
 */
export async function findFreePort(wanted: number, taken: ReadonlySet<number> = new Set()): Promise<number> {
  if (wanted === 0) return (await tryPort(0)) ?? findFreePort(0, taken);
  for (let port = wanted; port < 65_536; port += 1) {
    if (taken.has(port)) continue;
    if ((await tryPort(port)) !== null) return port;
  }
  throw new RangeError(`No loopback port from ${wanted} on is free`);
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(null);
      else reject(error);
    });
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === "object" ? address.port : null));
    });
  });
}
