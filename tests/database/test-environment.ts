/** Settings with which the app's code runs inside a test process. */
export function setTestEnvironment(): void {
  Object.assign(process.env, {
    NODE_ENV: "test",
    SHOPIFY_API_KEY: "deskworth-key",
    SHOPIFY_API_SECRET: "deskworth-secret",
    SHOPIFY_APP_URL: "https://app.deskworth.test",
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 5).toString("base64")}`,
    LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
  });
}
