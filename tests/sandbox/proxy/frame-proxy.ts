import { request as forward, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { replaceStream } from "./replace-stream.ts";
import type { NodeHandler } from "./serve.ts";

export interface FrameProxyOptions {
  /** The app's own server. */
  appOrigin: string;
  /** Where browsers find this proxy; the app believes it to be its own address. */
  proxyOrigin(): string;
  /** The simulated admin, which must be allowed to frame the app. */
  adminOrigin(): string;
  /** Text of the App Bridge stand-in. */
  appBridge(): string;
  /** The answer of the third party that is played at this address; null when none is. */
  visit(url: URL): Promise<Response> | null;
  /** Whether somebody is played at this host. */
  isPlayed(host: string): boolean;
}

const APP_BRIDGE = "https://cdn.shopify.com/shopifycloud/app-bridge.js";
const FONTS = "https://cdn.shopify.com/static/fonts/";
const SHOPIFY_ADMIN = "https://admin.shopify.com/";
/** The header by which the embedded app leaves the admin's frame. */
const LEAVE_FRAME = "x-shopify-api-request-failure-reauthorize-url";
const VISIT = "/_sandbox/visit";

/**
 * Stands in front of the unmodified app and changes only what ties it to Shopify's own hosts: pages load the App Bridge
 * stand-in instead of the real one and no fonts from the CDN, the simulated admin may frame them, redirects to the admin
 * lead to the simulated one, and those to a vendor's sign-in page to the vendor that is played. Everything else passes through as it is, streams included.
 */
export function frameProxy(options: FrameProxyOptions): NodeHandler {
  return (incoming, outgoing) => {
    if (incoming.url?.startsWith("/_sandbox/")) return serveOwn(options, incoming, outgoing);
    const app = new URL(options.appOrigin);
    const headers = { ...incoming.headers };
    // Text can only be replaced in what is not compressed.
    if (headers.accept?.includes("text/html")) headers["accept-encoding"] = "identity";
    const { method, url: path } = incoming;
    const passedOn = forward({ host: app.hostname, port: app.port, method, path, headers });
    passedOn.on("response", (answer) => void passBack(options, answer, outgoing));
    passedOn.on("error", (error) => {
      if (outgoing.headersSent) return outgoing.destroy();
      outgoing.writeHead(502, { "content-type": "text/plain; charset=utf-8" });
      outgoing.end(`The app does not answer at ${options.appOrigin}: ${error.message}\n`);
    });
    outgoing.on("close", () => passedOn.destroy());
    incoming.pipe(passedOn);
  };
}

async function passBack(options: FrameProxyOptions, answer: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const isPage = answer.headers["content-type"]?.startsWith("text/html") && !answer.headers["content-encoding"];
  outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, changedHeaders(options, answer.headers, !!isPage));
  outgoing.flushHeaders();
  const parts = isPage ? [answer, replaceStream(replacements(options)), outgoing] : [answer, outgoing];
  // A side that goes away midway has cut the other one by now, which is all there is to do.
  await pipeline(parts).catch(() => outgoing.destroy());
}

function replacements(options: FrameProxyOptions): Map<string, string> {
  const own = `${options.proxyOrigin()}/_sandbox`;
  return new Map([
    [APP_BRIDGE, `${own}/app-bridge.js`],
    [FONTS, `${own}/fonts/`],
    ['href="https://cdn.shopify.com/"', `href="${options.proxyOrigin()}/"`],
  ]);
}

function changedHeaders(
  options: FrameProxyOptions,
  headers: IncomingHttpHeaders,
  isPage: boolean,
): IncomingHttpHeaders {
  const { link, location, [LEAVE_FRAME]: leaving, "content-security-policy": policy, ...others } = headers;
  const changed: IncomingHttpHeaders = { ...others };
  if (isPage) delete changed["content-length"];
  const links = link === undefined ? [] : [link].flat().flatMap((value) => value.split(/,\s*(?=<)/));
  const kept = links.filter((value) => !value.includes(APP_BRIDGE));
  if (kept.length > 0) changed.link = kept.join(", ");
  if (location !== undefined) changed.location = reachable(options, location);
  if (typeof leaving === "string") changed[LEAVE_FRAME] = reachable(options, leaving);
  if (policy !== undefined) {
    changed["content-security-policy"] = [policy].flat().map((one) => allowFraming(one, options.adminOrigin()));
  }
  return changed;
}

/** Where a browser finds what the app sends it to. */
function reachable(options: FrameProxyOptions, address: string): string {
  const url = URL.parse(address);
  if (url === null || !options.isPlayed(url.hostname))
    return address.replace(SHOPIFY_ADMIN, `${options.adminOrigin()}/`);
  return `${options.proxyOrigin()}${VISIT}?url=${encodeURIComponent(address)}`;
}

/** Adds an origin to the `frame-ancestors` of a policy that names any; one that forbids framing stays as it is. */
export function allowFraming(policy: string, origin: string): string {
  return policy.replace(/(frame-ancestors)([^;]*)/i, (whole, name: string, sources: string) =>
    sources.includes("'none'") ? whole : `${name}${sources.trimEnd()} ${origin}`,
  );
}

function serveOwn(options: FrameProxyOptions, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const path = incoming.url?.replace(/\?.*$/, "") ?? "";
  const headers = { "cache-control": "no-store", "access-control-allow-origin": "*" };
  if (path === VISIT) return void serveVisit(options, incoming, outgoing);
  if (path === "/_sandbox/app-bridge.js") {
    outgoing.writeHead(200, { ...headers, "content-type": "text/javascript; charset=utf-8" }).end(options.appBridge());
  } else if (path.endsWith(".css")) {
    outgoing.writeHead(200, { ...headers, "content-type": "text/css; charset=utf-8" }).end(INTER_FROM_SYSTEM);
  } else {
    outgoing.writeHead(404, headers).end();
  }
}

/** In place of the font files: the names resolve to what the machine has. */
const INTER_FROM_SYSTEM = '@font-face{font-family:"Inter";src:local("Inter"),local("Liberation Sans"),local("Arial")}';

/** A page of a third party, for a browser that cannot reach the host it is meant to be at. */
async function serveVisit(
  options: FrameProxyOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const meant = new URL(incoming.url ?? "", options.proxyOrigin()).searchParams.get("url");
  const url = meant === null ? null : URL.parse(meant);
  const answer = url === null ? null : await options.visit(url);
  if (answer === null) return void outgoing.writeHead(404).end();
  const location = answer.headers.get("location");
  const headers = { "content-type": answer.headers.get("content-type") ?? "text/html; charset=utf-8" };
  outgoing.writeHead(
    answer.status,
    location === null ? headers : { ...headers, location: reachable(options, location) },
  );
  outgoing.end(await answer.text());
}
