import { readFileSync } from "node:fs";
import type { Dataset } from "./dataset/dataset.ts";
import { frameProxy } from "./proxy/frame-proxy.ts";
import { type Listener, listen, webHandler } from "./proxy/serve.ts";
import { type AdminSite, answerAdminSite, appBase } from "./shopify/admin-site.ts";
import { appBridgeText } from "./shopify/app-bridge-text.ts";
import { parseAppConfig } from "./shopify/app-config.ts";
import { makeShopify, type ShopifyControl, type ShopifyOptions } from "./shopify/shopify.ts";
import type { JsonObject, SandboxClock, Simulator } from "./simulator.ts";

export interface SandboxOptions extends ShopifyOptions {
  /** Text of the app's shopify.app.toml; absent: the file at the root of the repository. */
  appConfig?: string;
  /** What `shopify.app.extensions()` tells the app. */
  extensions?: readonly JsonObject[];
  /** Called with every request of the app that a simulator answered. */
  onRequest?(entry: { simulator: string; method: string; url: string; status: number; durationMs: number }): void;
}

export interface SandboxSettings {
  dataset: Dataset;
  /** The simulated third parties besides Shopify, which is always there. */
  simulators: readonly Simulator[];
  clock: SandboxClock;
  /** Ports of the three listeners; absent or 0: a free one. */
  ports?: { admin?: number; upstream?: number; proxy?: number };
  app: { origin: string; apiKey: string; apiSecret: string };
  options?: SandboxOptions;
}

export interface Sandbox {
  /** The simulated Shopify admin, for browsers. */
  adminOrigin: string;
  /** Where the preload sends the app's outgoing requests (`SANDBOX_UPSTREAM`). */
  upstreamOrigin: string;
  /** The app as browsers and Shopify see it (`SHOPIFY_APP_URL`). */
  proxyOrigin: string;
  /** The app's page in the simulated admin. */
  appUrl: string;
  shopify: ShopifyControl;
  close(): Promise<void>;
}

/** Starts the simulated Shopify, the simulators given, and the proxy in front of the app, all on loopback. */
export async function startSandbox(settings: SandboxSettings): Promise<Sandbox> {
  const { dataset, clock, app, ports = {}, options = {} } = settings;
  const config = parseAppConfig(
    options.appConfig ?? readFileSync(new URL("../../shopify.app.toml", import.meta.url), "utf8"),
  );
  const shopify = makeShopify({ dataset, clock, app, config, options });
  const origins = { admin: "", proxy: "" };
  const site: AdminSite = {
    dataset,
    config,
    apiKey: app.apiKey,
    shopify: shopify.control,
    proxyOrigin: () => origins.proxy,
    extensions: () => options.extensions ?? [],
  };
  const simulators = [shopify.simulator, ...settings.simulators];
  const listeners: Listener[] = [];
  const start = async (...given: Parameters<typeof listen>): Promise<string> => {
    const listener = await listen(...given);
    listeners.push(listener);
    return listener.origin;
  };
  const close = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.close()));
    await shopify.close();
  };
  try {
    origins.admin = await start(
      webHandler((request) => answerAdminSite(site, request)),
      ports.admin,
    );
    const bridge = () => appBridgeText({ adminOrigin: origins.admin, dataset, clock });
    const proxy = {
      appOrigin: app.origin,
      adminOrigin: () => origins.admin,
      proxyOrigin: () => origins.proxy,
      appBridge: bridge,
      isPlayed: (host: string) => settings.simulators.some(({ owns }) => owns(host)),
      visit: (url: URL) => settings.simulators.find(({ owns }) => owns(url.hostname))?.handle(new Request(url)) ?? null,
    };
    origins.proxy = await start(frameProxy(proxy), ports.proxy);
    const upstreamOrigin = await start(
      webHandler((request) => dispatch(simulators, request, options)),
      ports.upstream,
    );
    const appUrl = `${origins.admin}${appBase(site)}`;
    return {
      adminOrigin: origins.admin,
      proxyOrigin: origins.proxy,
      upstreamOrigin,
      appUrl,
      shopify: shopify.control,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Hands a rerouted request, under the address it was meant for, to the simulator that owns the host. */
async function dispatch(
  simulators: readonly Simulator[],
  request: Request,
  options: SandboxOptions,
): Promise<Response> {
  const meant = request.headers.get("x-sandbox-url");
  if (meant === null || !URL.canParse(meant)) {
    return new Response("This is where the sandbox's preload sends requests, with x-sandbox-url.\n", { status: 400 });
  }
  const { hostname } = new URL(meant);
  const simulator = simulators.find((one) => one.owns(hostname));
  if (!simulator) return new Response(`The sandbox simulates nothing at ${hostname}.\n`, { status: 502 });
  const headers = new Headers(request.headers);
  for (const name of ["x-sandbox-url", "host", "connection"]) headers.delete(name);
  const startedAt = performance.now();
  const answer = await simulator.handle(new Request(new Request(meant, request), { headers }));
  const durationMs = Math.round(performance.now() - startedAt);
  options.onRequest?.({
    simulator: simulator.name,
    method: request.method,
    url: meant,
    status: answer.status,
    durationMs,
  });
  return answer;
}
