import { now } from "../platform/clock.ts";
import { env } from "../platform/env.server.ts";
import { clientAddressOf } from "../surveys/client-address.ts";
import { type ProxyQuery, readProxyQuery } from "../surveys/proxy-query.server.ts";
import { waitSecondsOf } from "../surveys/survey-limits.server.ts";
import { findSurveyShop } from "../surveys/survey-store.server.ts";
import { readSurveyToken, type SurveyTicket } from "../surveys/survey-token.server.ts";

/** A request that the app proxy has vouched for, or why it is not let in. */
export type Admission =
  | { query: ProxyQuery; refused: null }
  | { query: null; refused: "bad-signature" }
  | { query: ProxyQuery; refused: "too-many"; waitSeconds: number };

/** Checks the signature of a request and counts it against the limits of its shop and address. Reads no body. */
export async function admit(request: Request): Promise<Admission> {
  const { SHOPIFY_API_SECRET, TRUST_PROXY } = env();
  const query = readProxyQuery(new URL(request.url).searchParams, SHOPIFY_API_SECRET, now());
  if (!query) return { query, refused: "bad-signature" };
  const address = clientAddressOf(request.headers.get("x-forwarded-for"), TRUST_PROXY === "yes");
  const waitSeconds = await waitSecondsOf(query.shopDomain, address);
  return waitSeconds === null ? { query, refused: null } : { query, refused: "too-many", waitSeconds };
}

/** Which survey a token is for, if it is one of this shop and of now, and the app is installed there. */
export async function readTicket(
  token: string,
  shopDomain: string,
): Promise<SurveyTicket | "bad-token" | "expired-token" | "not-installed"> {
  const shopId = await findSurveyShop(shopDomain);
  const ticket = readSurveyToken(token);
  if (shopId === null) return "not-installed";
  if (ticket === "expired") return "expired-token";
  return ticket === "bad" || ticket.shopId !== shopId ? "bad-token" : ticket;
}
