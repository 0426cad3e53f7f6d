import { createServer, type Server, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { allowFraming, frameProxy } from "./frame-proxy.ts";
import { replaceStream } from "./replace-stream.ts";
import { type Listener, listen } from "./serve.ts";

const ADMIN = "http://127.0.0.1:4999";
const APP_BRIDGE = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

let app: Server;
let appAnswer: (path: string, answer: ServerResponse) => void;
let proxy: Listener;
let lastHost: string | undefined;
beforeEach(async () => {
  app = createServer((request, answer) => {
    lastHost = request.headers.host;
    appAnswer(request.url ?? "", answer);
  });
  await new Promise<void>((ready) => app.listen(0, "127.0.0.1", ready));
  const address = app.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const options = {
    appOrigin: `http://127.0.0.1:${port}`,
    proxyOrigin: () => proxy.origin,
    adminOrigin: () => ADMIN,
    appBridge: () => "/* stand-in */",
    isPlayed: (host: string) => host.endsWith(".tern.example"),
    visit: (url: URL) =>
      url.hostname.endsWith(".tern.example") ? Promise.resolve(new Response(`Sign in at ${url.href}`)) : null,
  };
  proxy = await listen(frameProxy(options));
});
afterEach(async () => {
  await proxy.close();
  app.closeAllConnections();
  app.close();
});

test("a page loads the stand-in instead of App Bridge, no CDN, and may be framed by the simulated admin", async () => {
  appAnswer = (_, answer) => {
    answer.setHeader("link", [`<${APP_BRIDGE}>; rel="preload"; as="script";`, "</a.css>; rel=preload"]);
    answer.setHeader("content-security-policy", "frame-ancestors https://a.myshopify.com https://admin.shopify.com;");
    answer.setHeader("content-type", "text/html; charset=utf-8");
    answer.end(`<link rel="preconnect" href="https://cdn.shopify.com/"><script src="${APP_BRIDGE}"></script>é`);
  };
  const response = await fetchPage("/");
  expect(await response.text()).toBe(
    `<link rel="preconnect" href="${proxy.origin}/"><script src="${proxy.origin}/_sandbox/app-bridge.js"></script>é`,
  );
  expect(response.headers.get("link")).toBe("</a.css>; rel=preload");
  expect(response.headers.get("content-security-policy")).toBe(
    `frame-ancestors https://a.myshopify.com https://admin.shopify.com ${ADMIN};`,
  );
});

test("what is not a page passes through as it is, with status, cookies and the host the browser asked", async () => {
  appAnswer = (path, answer) => {
    answer.writeHead(418, { "content-type": "text/csv", "set-cookie": ["a=1", "b=2"], "content-length": 50 });
    answer.end(`${APP_BRIDGE}${path}`.padEnd(50).slice(0, 50));
  };
  const response = await fetchPage("/export.csv?x=1");
  expect(response.status).toBe(418);
  expect(await response.text()).toContain("https://cdn.shopify.com/shopifycloud/app-bridge.js");
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(response.headers.get("content-length")).toBe("50");
  expect(lastHost).toBe(new URL(proxy.origin).host);
});

test("a page that is sent in parts arrives in the same parts", async () => {
  let finish = () => undefined as unknown;
  appAnswer = (_, answer) => {
    answer.writeHead(200, { "content-type": "text/html" });
    answer.write("<p>first</p>");
    finish = () => answer.end("<p>last</p>");
  };
  const reader = (await fetchPage("/")).body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("<p>first</p>");
  finish();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("<p>last</p>");
});

test("a redirect to the Shopify admin leads to the simulated one", async () => {
  appAnswer = (_, answer) => answer.writeHead(302, { location: "https://admin.shopify.com/store/a/apps/k" }).end();
  const response = await fetchPage("/");
  expect(response.headers.get("location")).toBe(`${ADMIN}/store/a/apps/k`);
});

test("a connection that the app cuts is cut for the browser too", async () => {
  appAnswer = (_, answer) => {
    answer.writeHead(200, { "content-type": "application/json", "content-length": 100 });
    answer.write('{"half":', () => answer.destroy());
  };
  await expect((await fetchPage("/")).text()).rejects.toThrow("terminated");
});

test("a vendor's sign-in page is reached through the proxy, wherever the app sends the browser", async () => {
  const page = "https://acme.tern.example/oauth?state=1&x=2";
  appAnswer = (_, answer) => {
    answer.writeHead(302, { location: page, "x-shopify-api-request-failure-reauthorize-url": page }).end();
  };
  const { headers } = await fetchPage("/");
  const through = `${proxy.origin}/_sandbox/visit?url=${encodeURIComponent(page)}`;
  expect(headers.get("location")).toBe(through);
  expect(headers.get("x-shopify-api-request-failure-reauthorize-url")).toBe(through);
  expect(await (await fetch(through)).text()).toBe(`Sign in at ${page}`);
  const elsewhere = `${proxy.origin}/_sandbox/visit?url=${encodeURIComponent("https://elsewhere.example/")}`;
  expect((await fetch(elsewhere)).status).toBe(404);
});

test("the stand-in and its fonts come from the proxy itself; an app that is down is a 502", async () => {
  expect(await (await fetchPage("/_sandbox/app-bridge.js")).text()).toBe("/* stand-in */");
  expect((await fetchPage("/_sandbox/fonts/inter/v4/styles.css")).headers.get("content-type")).toContain("text/css");
  app.close();
  expect((await fetchPage("/")).status).toBe(502);
});

test("a policy that forbids framing, or says nothing of it, stays as it is", () => {
  expect(allowFraming("frame-ancestors 'none';", ADMIN)).toBe("frame-ancestors 'none';");
  expect(allowFraming("default-src 'self'", ADMIN)).toBe("default-src 'self'");
  expect(allowFraming("default-src 'self'; frame-ancestors https://a.b", ADMIN)).toBe(
    `default-src 'self'; frame-ancestors https://a.b ${ADMIN}`,
  );
});

test("texts are replaced wherever the chunks of a stream are cut", async () => {
  const replacements = new Map([
    ["abcab", "<1>"],
    ["bcd", "<2>"],
  ]);
  const pieces = fc.array(fc.constantFrom("a", "b", "c", "d", "ab", "abcab", "é"), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(pieces, fc.integer({ min: 1, max: 5 }), async (parts, size) => {
      const bytes = Buffer.from(parts.join(""));
      const chunks: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      const found = await Readable.from(chunks).pipe(replaceStream(replacements)).toArray();
      const whole = parts.join("").replace(/abcab|bcd/g, (needle) => replacements.get(needle) ?? "");
      expect(Buffer.concat(found.map((chunk) => Buffer.from(chunk))).toString()).toBe(whole);
    }),
  );
});

function fetchPage(path: string): Promise<Response> {
  return fetch(`${proxy.origin}${path}`, { headers: { accept: "text/html" }, redirect: "manual" });
}
