import { authenticate } from "./shopify.server.ts";

/**
 * Which user of the admin a request of the embedded app comes from; beside `requireShop`, where a shop is not enough.
 * @returns the subject of the session token, stable for a user of a shop
 * @throws Response where the merchant has to be authenticated first
 */
export async function requireUserId(request: Request): Promise<string> {
  const { sessionToken } = await authenticate.admin(request);
  if (!sessionToken.sub) throw new Response(null, { status: 401 });
  return sessionToken.sub;
}
