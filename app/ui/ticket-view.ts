import type { SerializeFrom } from "@remix-run/node";
import type { TicketPageData } from "../metrics/ticket-page.ts";

/** A ticket's page as the loader hands it over: instants as text, and where the ticket is in its helpdesk. */
export type TicketView = SerializeFrom<TicketPageData> & { ticketUrl: string | null };
