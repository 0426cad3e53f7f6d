import { createHash, createHmac } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { Dataset } from "../dataset/dataset.ts";
import type { JsonObject, SandboxClock, Simulator } from "../simulator.ts";
import { type AdminApi, answerAdminQuery } from "./admin-api.ts";
import type { AppConfig } from "./app-config.ts";
import { type BulkFailure, BulkOperations } from "./bulk-operations.ts";
import { RESULTS_HOST } from "./bulk-results.ts";
import { type BucketSize, CostBucket, STANDARD_PLAN } from "./cost-bucket.ts";
import { type FlowTriggers, makeFlowTriggers } from "./flow-triggers.ts";
import { restShop } from "./rest-bodies.ts";
import { type AppKeys, type IdTokenClaims, mintIdToken } from "./session-token.ts";
import { makeShopChanges, type ShopChanges } from "./shop-changes.ts";
import { ShopData } from "./shop-data.ts";
import { shopHandle, shopId } from "./shop-node.ts";
import { StateFile } from "./state-file.ts";
import { TokenBook } from "./token-book.ts";
import { answerTokenRequest, type RefreshFailure, type TokenEndpoint } from "./token-endpoint.ts";
import { type Delivery, SCALED_RETRY_DELAYS_MS, type SendOptions, WebhookSender } from "./webhook-sender.ts";

export interface ShopifyOptions {
  /** Scopes granted at installation; absent: those of the app configuration. */
  scopes?: readonly string[];
  /** Whether the app is installed from the start; absent: what the state file says, else not. */
  isInstalled?: boolean;
  throttle?: BucketSize;
  /** Least duration of a bulk operation. */
  bulkDurationMs?: number;
  webhookRetryDelaysMs?: readonly number[];
  /** Where installation and tokens outlive the process, so that an app with stored sessions goes on working. */
  stateFile?: string;
  /** Folder of the app's extensions; absent: the one of the repository. */
  extensionsDirectory?: string;
}

/** Where the repository keeps the app's extensions. */
export const EXTENSIONS_DIRECTORY = fileURLToPath(new URL("../../../extensions/", import.meta.url));

/** The simulated Shopify as tests and the demo steer it. */
export interface ShopifyControl extends ShopChanges {
  readonly webhooks: WebhookSender;
  readonly bulk: BulkOperations;
  /** Triggers of Shopify Flow that the app has fired. */
  readonly flow: FlowTriggers;
  isInstalled(): boolean;
  grantedScopes(): readonly string[];
  /** Grants the scopes; the app gets its token by token exchange when it is opened next. */
  install(): void;
  /** Revokes all tokens and sends app/uninstalled. */
  uninstall(options?: SendOptions): Promise<Delivery[]>;
  /** Grants exactly these scopes from now on, and sends app/scopes_update when the app subscribes to it. */
  updateScopes(scopes: readonly string[], options?: SendOptions): Promise<Delivery[]>;
  expireTokens(): void;
  /** Makes the next refreshes (one, unless `times` says more) go wrong. */
  failRefresh(failure: RefreshFailure, times?: number): void;
  failNextBulk(failure: BulkFailure): void;
  setThrottle(size: BucketSize): void;
  sendWebhook: WebhookSender["send"];
  mintIdToken(overrides?: Partial<IdTokenClaims>): string;
  /** The language that the admin is used in, as Shopify writes it ("nl", "pt-BR"); "en" until it is set. */
  setLocale(locale: string): void;
  /** Parameters with which Shopify opens the app in its admin, session token included. */
  embeddedParams(): URLSearchParams;
}

interface World {
  dataset: Dataset;
  clock: SandboxClock;
  app: AppKeys & { origin: string };
  config: AppConfig;
  shop: { domain: string; clock: SandboxClock };
  data: ShopData;
  tokens: TokenBook;
  state: StateFile;
  bucket: CostBucket;
  webhooks: WebhookSender;
  bulk: BulkOperations;
  flow: FlowTriggers;
  refreshFailures: RefreshFailure[];
  locale: string;
}

/** Builds the simulator of Shopify's hosts and what steers it. */
export function makeShopify(given: {
  dataset: Dataset;
  clock: SandboxClock;
  app: AppKeys & { origin: string };
  config: AppConfig;
  options?: ShopifyOptions;
}): { simulator: Simulator; control: ShopifyControl; close(): Promise<void> } {
  const { dataset, clock, app, config, options = {} } = given;
  const shop = { domain: dataset.shop.domain, clock };
  const tokens = new TokenBook(clock);
  const state = new StateFile(options.stateFile, tokens);
  state.load({ isInstalled: options.isInstalled, scopes: [...(options.scopes ?? config.scopes)] });
  const webhooks = new WebhookSender({
    appOrigin: app.origin,
    apiSecret: app.apiSecret,
    shopDomain: shop.domain,
    config,
    clock,
    retryDelaysMs: options.webhookRetryDelaysMs ?? SCALED_RETRY_DELAYS_MS,
  });
  const bulk = new BulkOperations({
    clock,
    durationMs: options.bulkDurationMs ?? 1500,
    onFinish: (node) => void webhooks.sendIfSubscribed("bulk_operations/finish", bulkFinishBody(node)),
  });
  const data = new ShopData(dataset);
  const bucket = new CostBucket(options.throttle ?? STANDARD_PLAN, clock);
  const world: World = {
    ...given,
    shop,
    tokens,
    state,
    webhooks,
    bulk,
    flow: makeFlowTriggers(options.extensionsDirectory ?? EXTENSIONS_DIRECTORY, clock),
    data,
    bucket,
    refreshFailures: [],
    locale: "en",
  };
  const close = async (): Promise<void> => {
    webhooks.close();
    await bulk.close();
  };
  return { simulator: makeSimulator(world), control: makeControl(world), close };
}

function makeSimulator(world: World): Simulator {
  const { app, bulk, bucket, clock, config, data, flow, shop, state, tokens } = world;
  const endpoint: TokenEndpoint = {
    app,
    shop,
    tokens,
    isInstalled: () => state.isInstalled,
    grantedScopes: () => state.scopes,
    takeRefreshFailure: () => world.refreshFailures.shift() ?? null,
  };
  const known = { data, clock, bulk, flow, app: { apiKey: app.apiKey, config } };
  const api: AdminApi = {
    bucket,
    accepts: (token) => state.isInstalled && tokens.accepts(token),
    context: (schema) => ({ ...known, schema, scopes: new Set(state.scopes), searches: [] }),
  };
  const handle = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    if (url.hostname === RESULTS_HOST) return bulk.files.handle(request);
    if (url.hostname !== shop.domain) return Response.json({ errors: "Not Found" }, { status: 404 });
    if (url.pathname === "/admin/oauth/access_token") {
      const answer = await answerTokenRequest(endpoint, request);
      state.save();
      return answer;
    }
    const version = /^\/admin\/api\/([^/]+)\/graphql\.json$/.exec(url.pathname)?.[1];
    if (version === undefined) return Response.json({ errors: "Not Found" }, { status: 404 });
    return answerAdminQuery(api, version, request);
  };
  const isShopifys = (host: string) =>
    host.endsWith(".myshopify.com") || host.endsWith(".shopify.com") || host === RESULTS_HOST;
  return { name: "shopify", owns: isShopifys, handle };
}

function makeControl(world: World): ShopifyControl {
  const { app, bulk, bucket, clock, data, dataset, flow, shop, state, tokens, webhooks } = world;
  return {
    ...makeShopChanges({ data, webhooks, clock }),
    webhooks,
    bulk,
    flow,
    isInstalled: () => state.isInstalled,
    grantedScopes: () => state.scopes,
    install: () => state.change({ isInstalled: true }),
    uninstall: (options) => {
      tokens.revokeAll();
      state.change({ isInstalled: false });
      return webhooks.sendIfSubscribed("app/uninstalled", restShop(dataset.shop, clock()), options);
    },
    updateScopes: (scopes, options) => {
      const id = `gid://shopify/Shop/${shopId(dataset.shop)}`;
      const body = { id, previous: state.scopes, current: scopes, updated_at: clock().toISOString() };
      state.change({ scopes: [...scopes] });
      return webhooks.sendIfSubscribed("app/scopes_update", body, options);
    },
    expireTokens: () => {
      tokens.expireAccess();
      state.save();
    },
    failRefresh: (failure, times = 1) => {
      for (let left = times; left > 0; left -= 1) world.refreshFailures.push(failure);
    },
    failNextBulk: (failure) => bulk.failNext(failure),
    setThrottle: (size) => bucket.resize(size),
    sendWebhook: (topic, payload, options) => webhooks.send(topic, payload, options),
    mintIdToken: (overrides) => mintIdToken(app, shop, overrides),
    setLocale: (locale) => {
      world.locale = locale;
    },
    embeddedParams: () => embeddedParams(world),
  };
}

function embeddedParams({ app, dataset, shop, locale }: World): URLSearchParams {
  const admin = `admin.shopify.com/store/${shopHandle(dataset.shop)}`;
  const params = new URLSearchParams({
    embedded: "1",
    host: Buffer.from(admin).toString("base64").replace(/=+$/, ""),
    id_token: mintIdToken(app, shop),
    locale,
    session: createHash("sha256").update(`session of ${shop.domain}`).digest("hex"),
    shop: shop.domain,
    timestamp: String(Math.floor(shop.clock().getTime() / 1000)),
  });
  // Signed as a whole, in the order of the names, which is the order above.
  params.append("hmac", createHmac("sha256", app.apiSecret).update(params.toString()).digest("hex"));
  return params;
}

function bulkFinishBody(node: JsonObject): JsonObject {
  const lower = (value: unknown) => (typeof value === "string" ? value.toLowerCase() : null);
  return {
    admin_graphql_api_id: node.id,
    status: lower(node.status),
    error_code: lower(node.errorCode),
    type: lower(node.type),
    created_at: node.createdAt,
    completed_at: node.completedAt,
  };
}
