/** What an app does with Shopify's own library, for a test: exchange a token, ask, refresh, ask again. */
import "@shopify/shopify-api/adapters/web-api";
import { ApiVersion, LogSeverity, RequestedTokenType, shopifyApi } from "@shopify/shopify-api";

const [shop, apiKey, apiSecretKey, sessionToken] = process.argv.slice(2);
const library = shopifyApi({
  apiKey,
  apiSecretKey,
  apiVersion: ApiVersion.October26,
  hostName: "tiny-desk.example",
  isEmbeddedApp: true,
  logger: { level: LogSeverity.Error },
});

async function shopName(session) {
  const client = new library.clients.Graphql({ session });
  const { data } = await client.request("query Name { shop { name } }");
  return data.shop.name;
}

const requestedTokenType = RequestedTokenType.OfflineAccessToken;
const { session } = await library.auth.tokenExchange({ shop, sessionToken, requestedTokenType, expiring: true });
const exchanged = { name: await shopName(session), expiresInMs: session.expires.getTime() - Date.now() };
const refreshed = await library.auth.refreshToken({ shop, refreshToken: session.refreshToken });
const failure = await library.auth
  .refreshToken({ shop, refreshToken: "shprt_invented" })
  .catch((error) => ({ code: error.response.code, body: error.response.body }));
const told = { exchanged, again: await shopName(refreshed.session), failure: failure.body.error, code: failure.code };
console.log(JSON.stringify(told));
