import type { HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { useRouteError } from "@remix-run/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { requireShop } from "../platform/shop-context.server.ts";
import { RouteError } from "../ui/route-error.tsx";

export const handle = { titleKey: "error.not-found.title" };

/** An address inside the app that leads nowhere: said within the app, so that its navigation stays. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireShop(request);
  throw new Response(null, { status: 404 });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function NotFoundPage() {
  return null;
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}
