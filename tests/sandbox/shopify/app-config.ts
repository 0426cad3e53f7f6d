import { isObject } from "./values.ts";

/** What Shopify knows of the app from its shopify.app.toml. */
export interface AppConfig {
  name: string;
  /** Last part of the app's address in the admin. */
  handle: string;
  /** Scopes asked for at installation. */
  scopes: string[];
  optionalScopes: string[];
  /** Admin API version that webhook bodies are written in. */
  webhookApiVersion: string;
  subscriptions: WebhookSubscription[];
  /** Null when the store's own address leads to nothing of the app. */
  appProxy: AppProxy | null;
}

/** `https://{shop}/{prefix}/{subpath}/…` leads to `{url}/…`. */
export interface AppProxy {
  /** Path on the app, or an absolute address. */
  url: string;
  subpath: string;
  prefix: string;
}

export interface WebhookSubscription {
  /** `orders/create`; the three privacy topics are subscribed to in the same way. */
  topic: string;
  /** Path on the app, or an absolute address. */
  uri: string;
  /** Top-level or dotted fields that bodies are cut down to; null: the whole body. */
  includeFields: string[] | null;
}

/** Reads the parts of a shopify.app.toml that decide what Shopify does. Throws on what a newcomer would mistype. */
export function parseAppConfig(toml: string): AppConfig {
  const document = parseToml(toml);
  const webhooks = table(document, "webhooks");
  const scopes = table(document, "access_scopes");
  const name = text(document.name) ?? "App";
  return {
    name,
    handle: text(document.handle) ?? name.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
    scopes: splitScopes(text(scopes.scopes)),
    optionalScopes: texts(scopes.optional_scopes),
    webhookApiVersion: text(webhooks.api_version) ?? fail("[webhooks] has no api_version"),
    subscriptions: tables(webhooks, "subscriptions").flatMap(subscriptionsOf),
    appProxy: document.app_proxy === undefined ? null : appProxyOf(table(document, "app_proxy")),
  };
}

function appProxyOf(block: TomlTable): AppProxy {
  return {
    url: text(block.url) ?? fail("[app_proxy] has no url"),
    subpath: text(block.subpath) ?? fail("[app_proxy] has no subpath"),
    prefix: text(block.prefix) ?? fail("[app_proxy] has no prefix"),
  };
}

function subscriptionsOf(block: TomlTable): WebhookSubscription[] {
  const topics = [...texts(block.topics), ...texts(block.compliance_topics)];
  const uri = text(block.uri) ?? fail(`the webhook subscription of ${topics.join(", ")} has no uri`);
  const includeFields = block.include_fields === undefined ? null : texts(block.include_fields);
  return topics.map((topic) => ({ topic, uri, includeFields }));
}

function splitScopes(scopes: string | null): string[] {
  return (scopes ?? "")
    .split(",")
    .map((scope) => scope.trim())
    .filter((scope) => scope !== "");
}

type TomlTable = Record<string, unknown>;

/** The subset of TOML in which Shopify's configuration files are written: tables, arrays of tables, scalars, arrays. */
export function parseToml(toml: string): TomlTable {
  const root: TomlTable = {};
  let current = root;
  for (const { key, value, header } of statements(toml)) {
    if (header === null) current[key] = value;
    else current = open(root, header.path, header.isArray);
  }
  return root;
}

interface Statement {
  key: string;
  value: unknown;
  header: { path: string[]; isArray: boolean } | null;
}

function* statements(toml: string): Generator<Statement> {
  let pending = "";
  for (const raw of toml.split("\n")) {
    const line = `${pending}${withoutComment(raw)}`.trim();
    pending = "";
    if (line === "") continue;
    const header = /^(\[\[?)\s*([\w.-]+)\s*\]\]?$/.exec(line);
    if (header?.[2] !== undefined) {
      yield { key: "", value: null, header: { path: header[2].split("."), isArray: header[1] === "[[" } };
      continue;
    }
    const equals = line.indexOf("=");
    if (equals < 0) fail(`this line of the app configuration is not understood: ${raw}`);
    const written = line.slice(equals + 1).trim();
    // An array may run over several lines.
    if (written.startsWith("[") && !written.endsWith("]")) pending = `${line} `;
    else yield { key: line.slice(0, equals).trim(), value: scalarOrArray(written), header: null };
  }
}

function withoutComment(line: string): string {
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"') quoted = !quoted;
    if (line[at] === "#" && !quoted) return line.slice(0, at);
  }
  return line;
}

function scalarOrArray(written: string): unknown {
  // Written in TOML as in JSON, but for the comma that TOML allows after the last item and its 'literal' strings.
  const json = written.replace(/,\s*\]$/, "]").replace(/^'(.*)'$/, (_, literal: string) => JSON.stringify(literal));
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new Error(`this value of the app configuration is not understood: ${written}`, { cause });
  }
}

function open(root: TomlTable, path: readonly string[], isArray: boolean): TomlTable {
  let at = root;
  for (const [depth, part] of path.entries()) {
    const isLast = depth === path.length - 1;
    const known = at[part];
    if (isLast && isArray) {
      const created: TomlTable = {};
      at[part] = [...(Array.isArray(known) ? known : []), created];
      return created;
    }
    const next: unknown = Array.isArray(known) ? known.at(-1) : known;
    const child: TomlTable = isObject(next) ? next : {};
    if (child !== next) at[part] = child;
    at = child;
  }
  return at;
}

function table(parent: TomlTable, key: string): TomlTable {
  const value = parent[key];
  return isObject(value) ? value : {};
}

function tables(parent: TomlTable, key: string): TomlTable[] {
  const value = parent[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function fail(message: string): never {
  throw new Error(message);
}
