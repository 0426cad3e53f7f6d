import { expect, test } from "vitest";
import { EnvironmentError, parseEnvironment } from "./env.ts";

const KEY = `first:${Buffer.alloc(32, 1).toString("base64")}`;
const COMPLETE = {
  SHOPIFY_API_KEY: "id",
  SHOPIFY_API_SECRET: "secret",
  SHOPIFY_APP_URL: "https://app.example.com",
  ENCRYPTION_KEYS: KEY,
};

test("a complete environment gives every setting, with defaults for the rest", () => {
  expect(parseEnvironment(COMPLETE)).toMatchObject({
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: 3000,
    LOG_LEVEL: "info",
  });
});

test("each missing variable is named with what it should hold", () => {
  for (const name of Object.keys(COMPLETE)) {
    const { problems } = failureOf({ ...COMPLETE, [name]: undefined });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} is missing: expected .+`));
  }
});

test("each malformed variable is named, and its value is never repeated", () => {
  const malformed = {
    NODE_ENV: "live",
    PORT: "99999",
    SHOPIFY_APP_URL: "shop.internal",
    ENCRYPTION_KEYS: "short:c2VjcmV0",
    DATABASE_URL: "mysql://user:hunter2@db/shop",
    LOG_LEVEL: "loud",
    HELPDESK_OAUTH_APPS: '{"harbour": {"clientId": "a", "clientSecret": ""}}',
  };
  for (const [name, value] of Object.entries(malformed)) {
    const error = failureOf({ ...COMPLETE, [name]: value });
    expect(error.problems).toHaveLength(1);
    expect(error.message).toContain(`${name} is malformed`);
    expect(error.message).not.toContain(value);
  }
});

test("several keys are kept in order, the newest first", () => {
  const keys = parseEnvironment({
    ...COMPLETE,
    ENCRYPTION_KEYS: `second:${Buffer.alloc(32, 2).toString("base64")},${KEY}`,
  });
  expect(keys.ENCRYPTION_KEYS.map(({ id }) => id)).toEqual(["second", "first"]);
});

test("apps registered with helpdesk vendors are read from JSON, and there are none unless told", () => {
  expect(parseEnvironment(COMPLETE).HELPDESK_OAUTH_APPS).toEqual({});
  const apps = { harbour: { clientId: "id", clientSecret: "s3cret" } };
  const settings = parseEnvironment({ ...COMPLETE, HELPDESK_OAUTH_APPS: JSON.stringify(apps) });
  expect(settings.HELPDESK_OAUTH_APPS).toEqual(apps);
  for (const text of ["{", "[]", '{"harbour": "s3cret"}', '{"harbour": {"clientId": "id"}}']) {
    const error = failureOf({ ...COMPLETE, HELPDESK_OAUTH_APPS: text });
    expect(error.message).toContain("HELPDESK_OAUTH_APPS is malformed");
    expect(error.message).not.toContain("s3cret");
  }
});

function failureOf(variables: Record<string, string | undefined>): EnvironmentError {
  try {
    parseEnvironment(variables);
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
  throw new Error("the environment was accepted");
}
