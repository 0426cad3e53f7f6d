import type { LoaderFunctionArgs } from "@remix-run/node";
import { login } from "../platform/shopify.server.ts";

/** With a shop in the address this leads to its installation; nobody is asked to type one. */
export const loader = async ({ request }: LoaderFunctionArgs) => {
  await login(request);
  return new Response("Open this app from the Apps menu of your Shopify admin.\n", {
    status: 400,
    headers: { "Content-Type": "text/plain; charset=utf-8" },
  });
};
