import { readFileSync } from "node:fs";
import type { Dataset } from "./dataset/dataset.ts";
import type { HelpdeskControl } from "./helpdesks/helpdesk-control.ts";
import { type FrameProxyOptions, frameProxy } from "./proxy/frame-proxy.ts";
import { type Listener, listen, webHandler } from "./proxy/serve.ts";
import { type AdminSite, answerAdminSite, appBase } from "./shopify/admin-site.ts";
import { appBridgeText } from "./shopify/app-bridge-text.ts";
import { type AppConfig, parseAppConfig } from "./shopify/app-config.ts";
import { EXTENSIONS_DIRECTORY, makeShopify, type ShopifyControl, type ShopifyOptions } from "./shopify/shopify.ts";
import type { JsonObject, SandboxClock, Simulator } from "./simulator.ts";
import type { ReceivedMail } from "./smtp/mail-server.ts";
import { proxyRouteOf } from "./storefront/app-proxy.ts";
import { makeChatDesk } from "./storefront/chat/chat-desk.ts";
import { answerStorefront, type Storefront, toldExtensions } from "./storefront/storefront.ts";
import { ThemeState } from "./storefront/theme-state.ts";
import type { WebhookPost } from "./webhook-receiver.ts";

export interface SandboxOptions extends ShopifyOptions {
  /** Text of the app's shopify.app.toml; absent: the file at the root of the repository. */
  appConfig?: string;
  /** What `shopify.app.extensions()` tells the app; absent: what is in the played store's theme. */
  extensions?: readonly JsonObject[];
  /** Where the played store's theme outlives the process. */
  themeFile?: string;
  /** Widget of the played store's chat; absent: none, until one is chosen. */
  chatWidget?: string;
  /** Called with every request of the app that a simulator answered. */
  onRequest?(entry: { simulator: string; method: string; url: string; status: number; durationMs: number }): void;
}

export interface SandboxSettings {
  dataset: Dataset;
  /** The simulated third parties besides Shopify, which is always there. */
  simulators: readonly Simulator[];
  clock: SandboxClock;
  /** The helpdesks, by vendor, that conversations of the store's chat go to. */
  helpdesks?: ReadonlyMap<string, HelpdeskControl>;
  /** E-mails that the app has sent, and what was posted to its webhooks elsewhere. */
  mails?: readonly ReceivedMail[];
  webhookPosts?: readonly WebhookPost[];
  /** Ports of the four listeners; absent or 0: a free one. */
  ports?: { admin?: number; upstream?: number; proxy?: number; storefront?: number };
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
  /** The shop's online store, for shoppers' browsers. */
  storefrontOrigin: string;
  shopify: ShopifyControl;
  storefront: Storefront;
  close(): Promise<void>;
}

/** Starts the simulated Shopify, the simulators given, and the proxy in front of the app, all on loopback. */
export async function startSandbox(settings: SandboxSettings): Promise<Sandbox> {
  const { dataset, app, clock, ports = {}, options = {} } = settings;
  const config = parseAppConfig(
    options.appConfig ?? readFileSync(new URL("../../shopify.app.toml", import.meta.url), "utf8"),
  );
  const shopify = makeShopify({ dataset, clock, app, config, options });
  const origins = { admin: "", proxy: "", storefront: "" };
  const storefront = makeStorefront(settings, config, () => origins.admin);
  const site: AdminSite = {
    dataset,
    config,
    apiKey: app.apiKey,
    shopify: shopify.control,
    proxyOrigin: () => origins.proxy,
    extensions: () => options.extensions ?? toldExtensions(storefront),
    storefront,
    storefrontOrigin: () => origins.storefront,
    mails: settings.mails ?? [],
    webhookPosts: settings.webhookPosts ?? [],
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
    const serve = (answer: (request: Request) => Promise<Response>, port?: number) => start(webHandler(answer), port);
    origins.admin = await serve((request) => answerAdminSite(site, request), ports.admin);
    origins.proxy = await start(frameProxy(proxyOptions(settings, origins)), ports.proxy);
    const upstreamOrigin = await serve((request) => dispatch(simulators, request, options), ports.upstream);
    origins.storefront = await serve((request) => answerStorefront(storefront, request), ports.storefront);
    const appUrl = `${origins.admin}${appBase(site)}`;
    return {
      adminOrigin: origins.admin,
      proxyOrigin: origins.proxy,
      upstreamOrigin,
      appUrl,
      storefrontOrigin: origins.storefront,
      shopify: shopify.control,
      storefront,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function makeStorefront(settings: SandboxSettings, config: AppConfig, adminOrigin: () => string): Storefront {
  const { dataset, clock, app, helpdesks = new Map(), options = {} } = settings;
  return {
    ...{ dataset, clock, app, adminOrigin, proxy: proxyRouteOf(config) },
    extensionsDirectory: options.extensionsDirectory ?? EXTENSIONS_DIRECTORY,
    theme: new ThemeState(options.themeFile),
    chats: makeChatDesk(dataset, helpdesks, options.chatWidget ?? null),
  };
}

function proxyOptions(
  { dataset, clock, app, simulators }: SandboxSettings,
  origins: { admin: string; proxy: string },
): FrameProxyOptions {
  return {
    appOrigin: app.origin,
    adminOrigin: () => origins.admin,
    proxyOrigin: () => origins.proxy,
    appBridge: () => appBridgeText({ adminOrigin: origins.admin, dataset, clock }),
    isPlayed: (host) => simulators.some(({ owns }) => owns(host)),
    visit: (url) => simulators.find(({ owns }) => owns(url.hostname))?.handle(new Request(url)) ?? null,
  };
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
