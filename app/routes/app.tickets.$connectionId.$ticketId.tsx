import { type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, useLoaderData, useRouteError, useSearchParams } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { z } from "zod";
import { HELPDESKS } from "../helpdesks/registry.server.ts";
import { queryTicketPage } from "../metrics/ticket-page-queries.server.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { RouteError } from "../ui/route-error.tsx";
import { TicketFiguresCard } from "../ui/ticket-figures-card.tsx";
import { TicketHeaderCard } from "../ui/ticket-header-card.tsx";
import { TicketContacts, TicketOrders, TicketRatings } from "../ui/ticket-lists.tsx";
import { TicketMissing } from "../ui/ticket-missing.tsx";
import { TicketTimelineCard } from "../ui/ticket-timeline-card.tsx";
import { listAddress } from "../ui/tickets-address.ts";
import { useText } from "../ui/use-text.ts";

export const handle = { titleKey: "ticket.title" };

const ticketParams = z.object({ connectionId: z.uuid(), ticketId: z.string().min(1).max(500) });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  const ticket = ticketParams.safeParse(params);
  const page = ticket.success ? await queryTicketPage(shopId, ticket.data) : null;
  if (!page) throw new Response(null, { status: 404 });
  const { vendor, account, ticketId } = page.header;
  const helpdesk = HELPDESKS.find((known) => known.vendor === vendor);
  return json({ ...page, ticketUrl: helpdesk?.ticketUrl(account, ticketId) ?? null });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function TicketPage() {
  const t = useText();
  const ticket = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  return (
    <AppPage
      title={t("orders-list.ticket", { id: ticket.header.ticketId })}
      back={{ label: t("nav.tickets"), url: listAddress(search) }}
    >
      <BlockStack gap="400">
        <TicketHeaderCard ticket={ticket} />
        <TicketTimelineCard ticket={ticket} />
        <TicketFiguresCard figures={ticket.figures} />
        <TicketRatings ratings={ticket.ratings} />
        <TicketOrders orders={ticket.orders} />
        <TicketContacts contacts={ticket.contacts} />
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  return isRouteErrorResponse(error) && error.status === 404 ? <TicketMissing /> : <RouteError error={error} />;
}
