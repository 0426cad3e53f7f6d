import { readFileSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import {
  buildClientSchema,
  type GraphQLSchema,
  type IntrospectionQuery,
  isEnumType,
  NoDeprecatedCustomRule,
  parse,
  validate,
} from "graphql";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseEnvironment } from "../app/platform/env.ts";
import { ADMIN_API_VERSION } from "../app/platform/shopify-api-version.ts";
import { APP_TOPICS, hintOf, ORDER_TOPICS, PRIVACY_TOPICS, type WebhookTopic } from "../app/sync/webhook-hint.ts";
import { parseAppConfig, parseToml } from "./sandbox/shopify/app-config.ts";

const schema = readAdminSchema(ADMIN_API_VERSION);
const appConfig = parseAppConfig(readFileSync("shopify.app.toml", "utf8"));

/** Scopes have no enum in the schema; these are the ones that the app may ask for at all. */
const KNOWN_SCOPES = ["read_orders", "read_all_orders", "read_customers", "write_app_proxy"];

/** Top-level fields of the bodies that Shopify sends, as far as they may be asked for. */
const BODY_FIELDS: Record<string, readonly string[]> = {
  "app/uninstalled": ["id", "myshopify_domain", "updated_at"],
  "app/scopes_update": ["id", "previous", "current", "updated_at"],
  "orders/create": ["id", "admin_graphql_api_id", "updated_at"],
  "orders/updated": ["id", "admin_graphql_api_id", "updated_at"],
  "orders/cancelled": ["id", "admin_graphql_api_id", "updated_at"],
  "refunds/create": ["id", "order_id", "created_at"],
  "bulk_operations/finish": ["admin_graphql_api_id", "status", "completed_at"],
};

test("every GraphQL document of the app is valid in Shopify's published schema and uses nothing deprecated", async () => {
  const documents = await documentsOfApp();
  expect(documents.length).toBeGreaterThanOrEqual(8);
  for (const { name, text } of documents) {
    expect(validate(schema, parse(text)).map(String), name).toEqual([]);
    expect(deprecatedIn(text), name).toEqual([]);
  }
});

test("no file of the app holds a GraphQL document that this check cannot see", async () => {
  const seen = new Map<string, number>();
  for (const { file } of await documentsOfApp()) seen.set(file, (seen.get(file) ?? 0) + 1);
  for await (const file of glob("app/**/*.{ts,tsx}")) {
    const source = await readFile(file, "utf8");
    const marked = source.match(/#graphql|gql`/g)?.length ?? 0;
    expect(marked, `${file} has ${marked} documents`).toBe(seen.get(file) ?? 0);
    if (marked === 0) expect(source, file).not.toMatch(/`\s*(query|mutation|subscription)\s+\w+\s*[({]/);
  }
});

test("the app configuration names the same API version as the code", () => {
  expect(appConfig.webhookApiVersion).toBe(ADMIN_API_VERSION);
});

test("every topic of the app configuration exists in Shopify's schema, or is one of the three privacy topics", () => {
  const enumType = schema.getType("WebhookSubscriptionTopic");
  const known = isEnumType(enumType) ? enumType.getValues().map(({ name }) => name) : [];
  const topics = appConfig.subscriptions.map(({ topic }) => topic);
  const privacy: readonly string[] = PRIVACY_TOPICS;
  for (const topic of topics) {
    if (!privacy.includes(topic)) expect(known).toContain(topic.toUpperCase().replace("/", "_"));
  }
  expect([...topics].sort()).toEqual([...APP_TOPICS, ...ORDER_TOPICS, ...PRIVACY_TOPICS].sort());
});

test("each topic goes to the route that takes it, and privacy topics are subscribed to as compliance topics", () => {
  const routes = { "/webhooks/app": APP_TOPICS, "/webhooks/orders": ORDER_TOPICS, "/webhooks/privacy": PRIVACY_TOPICS };
  for (const { topic, uri } of appConfig.subscriptions) {
    const taken: readonly string[] = routes[uri as keyof typeof routes] ?? [];
    expect(taken, `${topic} at ${uri}`).toContain(topic);
  }
  const blocks = z
    .object({
      webhooks: z.object({ subscriptions: z.array(z.object({ compliance_topics: z.array(z.string()).optional() })) }),
    })
    .parse(parseToml(readFileSync("shopify.app.toml", "utf8"))).webhooks.subscriptions;
  expect(blocks.flatMap((block) => block.compliance_topics ?? []).sort()).toEqual([...PRIVACY_TOPICS].sort());
});

test("bodies are cut down to ids and versions, and what is left is enough to act on", () => {
  for (const { topic, includeFields } of appConfig.subscriptions) {
    if ((PRIVACY_TOPICS as readonly string[]).includes(topic)) continue;
    const fields = includeFields ?? [];
    expect(fields.length, topic).toBeGreaterThan(0);
    for (const field of fields) expect(BODY_FIELDS[topic], topic).toContain(field);
    const outcome = hintOf({
      topic: topic as WebhookTopic, // the topics are compared with the routes' above
      shopDomain: "acme.myshopify.com",
      body: Object.fromEntries(fields.map((field) => [field, EXAMPLE_VALUES[field]])),
      keysOf: () => [],
    });
    expect(outcome, topic).toHaveProperty("hint");
  }
});

test("the scopes of the app configuration are known and are those that the app expects when none are set", () => {
  for (const scope of appConfig.scopes) expect(KNOWN_SCOPES).toContain(scope);
  const settings = parseEnvironment({
    SHOPIFY_API_KEY: "key",
    SHOPIFY_API_SECRET: "secret",
    SHOPIFY_APP_URL: "https://app.example.com",
    ENCRYPTION_KEYS: `one:${Buffer.alloc(32).toString("base64")}`,
  });
  expect(settings.SCOPES.split(",").sort()).toEqual([...appConfig.scopes].sort());
});

const EXAMPLE_VALUES: Record<string, unknown> = {
  id: 5_500_000_000_001,
  order_id: 5_500_000_000_002,
  admin_graphql_api_id: "gid://shopify/BulkOperation/77",
  myshopify_domain: "acme.myshopify.com",
  status: "completed",
};

interface FoundDocument {
  file: string;
  name: string;
  text: string;
}

/** Every exported constant of every `*.graphql.ts` file that is marked as a document. */
async function documentsOfApp(): Promise<FoundDocument[]> {
  const documents: FoundDocument[] = [];
  for await (const file of glob("app/**/*.graphql.ts")) {
    const exported: Record<string, unknown> = await import(pathToFileURL(file).href);
    for (const [name, text] of Object.entries(exported)) {
      if (typeof text === "string" && text.startsWith("#graphql"))
        documents.push({ file, name: `${file} ${name}`, text });
    }
  }
  return documents;
}

/** A second validation with one rule: no field that Shopify has marked as deprecated. */
function deprecatedIn(text: string): string[] {
  return validate(schema, parse(text), [NoDeprecatedCustomRule]).map(String);
}

function readAdminSchema(version: string): GraphQLSchema {
  const packed = readFileSync(`node_modules/@shopify/dev-mcp/dist/data/admin_${version}.json.gz`);
  const answer: { data?: IntrospectionQuery } & IntrospectionQuery = JSON.parse(gunzipSync(packed).toString("utf8"));
  return buildClientSchema(answer.data ?? answer);
}
