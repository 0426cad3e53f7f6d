import type { LoaderFunctionArgs } from "@remix-run/node";
import { ShopifyError } from "@shopify/shopify-api";
import { authenticate } from "../platform/shopify.server.ts";

/** Pages of the library: a fresh session token, and the way out of the frame. */
export const loader = async ({ request }: LoaderFunctionArgs) => {
  try {
    const { redirect } = await authenticate.admin(request);
    return redirect("/app");
  } catch (error) {
    // Thrown for a way out that leads neither to the app nor to the Shopify admin.
    if (error instanceof ShopifyError) return new Response("This address is not allowed.\n", { status: 400 });
    throw error;
  }
};
