import { once } from "node:events";
import { existsSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import express, { type ErrorRequestHandler } from "express";
import { directRoute } from "./direct-route.server.ts";
import { keepShop } from "./kept-shop.server.ts";
import { env } from "./platform/env.server.ts";
import { EnvironmentError } from "./platform/env.ts";
import { log } from "./platform/log.server.ts";

const BUILD = new URL("../build/", import.meta.url);
const CLIENT_FILES = fileURLToPath(new URL("client/", BUILD));
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** How long running requests may go on once the server was told to end. */
const FAREWELL_MS = 9_000;

/** There is nothing to serve yet. */
class NotBuiltError extends Error {}

/** The production web server over the built app. React and Remix read NODE_ENV, so it is set before the build is loaded. */
async function serve(): Promise<void> {
  const settings = env();
  process.env.NODE_ENV = settings.NODE_ENV;
  const app = createApp(await loadBuild(), settings.TRUST_PROXY === "yes");
  const server = app.listen(settings.PORT, settings.HOST);
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  await once(server, "listening");
  const { address, port } = server.address() as AddressInfo; // a TCP server that listens has an address object
  console.log(`Deskworth listens on http://${address}:${port}`);
  endOnSignal(server);
}

async function loadBuild(): Promise<ServerBuild> {
  const entry = new URL("server/index.js", BUILD);
  if (!existsSync(entry)) throw new NotBuiltError("The app is not built: run npm run build first.");
  const build: ServerBuild = await import(entry.href);
  return build;
}

function createApp(build: ServerBuild, trustProxy: boolean): express.Express {
  const app = express();
  app.disable("x-powered-by");
  // Behind a proxy that ends TLS, its forwarding headers say what the browser asked for; from anyone else they are lies.
  app.set("trust proxy", trustProxy);
  // Names in assets/ carry a hash of the content, so a copy never goes out of date.
  app.use(
    "/assets",
    express.static(`${CLIENT_FILES}/assets`, {
      immutable: true,
      maxAge: "1y",
      setHeaders: forbidSniffing,
      index: false,
    }),
  );
  app.use("/assets", (_request, response) => void response.status(404).type("text/plain").send("Not found\n"));
  app.use(express.static(CLIENT_FILES, { maxAge: "1h", setHeaders: forbidSniffing, index: false, redirect: false }));
  const survey = build.routes["routes/proxy.survey"]?.module.action;
  if (survey) app.post("/proxy/survey", directRoute(survey));
  app.use(keepShop);
  app.all("*", createRequestHandler({ build, mode: env().NODE_ENV }));
  app.use(answerPlainly);
  return app;
}

function forbidSniffing(response: { setHeader(name: string, value: string): unknown }): void {
  response.setHeader("X-Content-Type-Options", "nosniff");
}

/** The last resort for what no route has answered: the log gets the error, the visitor a sentence. */
const answerPlainly: ErrorRequestHandler = (error, request, response, next) => {
  const isBadRequest =
    error instanceof URIError || (error instanceof TypeError && "code" in error && error.code === "ERR_INVALID_URL");
  if (!isBadRequest)
    log().error({ err: error, method: request.method, path: request.path }, "a request failed outside the routes");
  // Once the head is sent, only a cut connection tells that the answer is not complete.
  if (response.headersSent) return next(error);
  response
    .status(isBadRequest ? 400 : 500)
    .type("text/plain")
    .set("Cache-Control", "no-store")
    .send(isBadRequest ? "This address cannot be read.\n" : "Something went wrong on our side. Please try again.\n");
};

function endOnSignal(server: Server): void {
  const end = () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), FAREWELL_MS).unref();
  };
  process.once("SIGTERM", end).once("SIGINT", end);
}

/** What a person can mend, in words; null for everything else. */
function explain(error: unknown): string | null {
  if (error instanceof EnvironmentError || error instanceof NotBuiltError) return error.message;
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "EADDRINUSE")
    return `Port ${env().PORT} is in use: end the other program, or set PORT to another number.`;
  if (code === "EACCES") return `Port ${env().PORT} may not be used by this account: set PORT to a number above 1023.`;
  return null;
}

try {
  await serve();
} catch (error) {
  const explanation = explain(error);
  if (explanation === null) throw error;
  console.error(explanation);
  process.exit(1);
}
