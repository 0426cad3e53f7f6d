import { readdirSync } from "node:fs";
import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";
import { adminSchema } from "../../sandbox/shopify/admin-schema.ts";
import { parseAppConfig, parseToml } from "../../sandbox/shopify/app-config.ts";

/** Tables that an app's configuration may have, as far as the command line of Shopify knows them. */
const TABLES = [
  ..."client_id name handle application_url embedded extension_directories web_directories".split(" "),
  ..."access access_scopes auth webhooks app_proxy app_preferences pos build".split(" "),
];
const PRIVACY_TOPICS = ["customers/data_request", "customers/redact", "shop/redact"];
const PROXY_PREFIXES = ["a", "apps", "community", "tools"];
const PROXY_SCOPE = "write_app_proxy";
/** Scopes that no field of the Admin API asks for, and so are not in its schema. */
const SCOPES_BESIDE_THE_SCHEMA = [PROXY_SCOPE, "read_customer_events"];

/** What Shopify's command line lets pass in a shopify.app.toml though it cannot work; empty when all is well. */
export function checkAppToml(toml: string): string[] {
  const config = parseAppConfig(toml);
  const schema = /^\d{4}-\d{2}$/.test(config.webhookApiVersion) ? adminSchema(config.webhookApiVersion) : null;
  if (!schema) return [`there is no API version ${config.webhookApiVersion}`];
  const scopes = [...config.scopes, ...config.optionalScopes];
  const known = scopesOf(schema);
  const topics = topicsOf(schema);
  return [
    ...Object.keys(parseToml(toml))
      .filter((key) => !TABLES.includes(key))
      .map((key) => `nothing is called ${key}`),
    ...scopes.filter((scope) => !known.has(scope)).map((scope) => `there is no scope ${scope}`),
    ...scopes.filter((scope, index) => scopes.indexOf(scope) < index).map((scope) => `${scope} is asked for twice`),
    ...config.subscriptions.flatMap(({ topic }) => checkTopic(topic, topics, scopes)),
    ...PRIVACY_TOPICS.filter((topic) => !config.subscriptions.some((one) => one.topic === topic)).map(
      (topic) => `${topic} is not subscribed to`,
    ),
    ...checkProxy(config.appProxy, config.scopes),
  ];
}

function checkProxy(proxy: ReturnType<typeof parseAppConfig>["appProxy"], scopes: readonly string[]): string[] {
  const asks = scopes.includes(PROXY_SCOPE);
  if (!proxy) return asks ? [`${PROXY_SCOPE} is asked for and there is no app proxy`] : [];
  const isAnswered = readdirSync("app/routes").some((file) => file.startsWith(`${proxy.url.slice(1)}.`));
  return [
    ...(asks ? [] : [`an app proxy needs ${PROXY_SCOPE}`]),
    ...(PROXY_PREFIXES.includes(proxy.prefix) ? [] : [`${proxy.prefix} is no prefix of an app proxy`]),
    ...(/^[a-z0-9_-]{1,30}$/i.test(proxy.subpath) ? [] : [`${proxy.subpath} is no subpath of an app proxy`]),
    ...(isAnswered ? [] : [`no route answers at ${proxy.url}`]),
  ];
}

interface Topic {
  /** The app needs one of these; empty when it needs none. */
  anyScopeOf: string[];
}

function checkTopic(topic: string, topics: Map<string, Topic>, scopes: readonly string[]): string[] {
  if (PRIVACY_TOPICS.includes(topic)) return [];
  const known = topics.get(topic);
  if (!known) return [`there is no topic ${topic}`];
  const { anyScopeOf } = known;
  if (anyScopeOf.length === 0 || anyScopeOf.some((scope) => scopes.includes(scope))) return [];
  return [`${topic} needs one of ${anyScopeOf.join(", ")}`];
}

/** Topics as they are written in the configuration, out of what the schema says of each. */
function topicsOf(schema: GraphQLSchema): Map<string, Topic> {
  const type = schema.getType("WebhookSubscriptionTopic");
  const values = isEnumType(type) ? type.getValues() : [];
  return new Map(
    values.flatMap(({ description }) => {
      const topic = /topic for `([a-z_/]+)` events/.exec(description ?? "")?.[1];
      const requirement = /Requires[^.]*scopes?\b[^.]*/.exec(description ?? "")?.[0] ?? "";
      return topic ? [[topic, { anyScopeOf: requirement.match(SCOPE) ?? [] }]] : [];
    }),
  );
}

const SCOPE = /\b(?:(?:unauthenticated|customer)_)?(?:read|write)_[a-z_]+/g;

/** Scopes that the schema mentions where it says what access something requires. */
function scopesOf(schema: GraphQLSchema): Set<string> {
  const descriptions = Object.values(schema.getTypeMap()).flatMap((type) => [
    type.description,
    ...(isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
      ? Object.values(type.getFields()).map((field) => field.description)
      : []),
    ...(isEnumType(type) ? type.getValues().map((value) => value.description) : []),
  ]);
  const told = descriptions.filter((text) => text && /scope/i.test(text)).flatMap((text) => text?.match(SCOPE) ?? []);
  return new Set([...told, ...SCOPES_BESIDE_THE_SCHEMA]);
}
