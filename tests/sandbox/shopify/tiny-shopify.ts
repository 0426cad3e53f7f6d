import type { Dataset } from "../dataset/dataset.ts";
import type { JsonObject } from "../simulator.ts";
import { parseAppConfig } from "./app-config.ts";
import { makeShopify, type ShopifyControl, type ShopifyOptions } from "./shopify.ts";
import { TINY_CONFIG, TINY_KEYS, tinyShop } from "./tiny-app.ts";
import { isObject } from "./values.ts";

/** Where the tiny shop's time stands, unless a test moves it. */
const TINY_NOW = new Date("2026-11-20T09:00:00Z");

export const OFFLINE_EXCHANGE = {
  client_id: TINY_KEYS.apiKey,
  client_secret: TINY_KEYS.apiSecret,
  grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
  requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
  expiring: "1",
};

export interface Answer {
  status: number;
  body: JsonObject;
}

export interface TinyShopify {
  control: ShopifyControl;
  dataset: Dataset;
  /** Moves the time of the shop on. */
  passSeconds(seconds: number): void;
  tokens(fields: JsonObject): Promise<Answer>;
  /** Asks the Admin API with a fresh token, or with the one given. */
  query(query: string, given?: { variables?: JsonObject; token?: string; version?: string }): Promise<Answer>;
  fetch(url: string): Promise<Response>;
  close(): Promise<void>;
}

/** The simulated Shopify of the tiny shop without any server: requests go straight to the simulator. */
export function makeTinyShopify(options: ShopifyOptions = {}, appOrigin = "http://127.0.0.1:9"): TinyShopify {
  const dataset = tinyShop(TINY_NOW);
  let nowMs = TINY_NOW.getTime();
  const { simulator, control, close } = makeShopify({
    dataset,
    clock: () => new Date(nowMs),
    app: { ...TINY_KEYS, origin: appOrigin },
    config: parseAppConfig(TINY_CONFIG),
    options: { isInstalled: true, bulkDurationMs: 0, ...options },
  });
  const post = async (path: string, body: JsonObject, headers: Record<string, string> = {}): Promise<Answer> => {
    const url = `https://${dataset.shop.domain}${path}`;
    const init = {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    };
    const response = await simulator.handle(new Request(url, init));
    const answered: unknown = await response.json();
    return { status: response.status, body: isObject(answered) ? answered : {} };
  };
  const tokens = (fields: JsonObject) => post("/admin/oauth/access_token", fields);
  const newToken = async (): Promise<string> => {
    const answer = await tokens({ ...OFFLINE_EXCHANGE, subject_token: control.mintIdToken() });
    return String(answer.body.access_token);
  };
  return {
    control,
    dataset,
    passSeconds: (seconds) => {
      nowMs += seconds * 1000;
    },
    tokens,
    query: async (query, { variables = {}, token, version = "2026-10" } = {}) =>
      post(
        `/admin/api/${version}/graphql.json`,
        { query, variables },
        { "x-shopify-access-token": token ?? (await newToken()) },
      ),
    fetch: (url) => simulator.handle(new Request(url)),
    close,
  };
}

/** Follows keys and list places into an answer; what is not there is undefined. */
export function dig(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((at, key) => {
    if (typeof key === "number") return Array.isArray(at) ? at[key] : undefined;
    return isObject(at) ? at[key] : undefined;
  }, value);
}
