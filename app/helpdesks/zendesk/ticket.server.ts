import { z } from "zod";
import type { TicketRating } from "../../tickets/ticket.ts";
import type { SetAside, TicketRequest } from "../adapter.ts";
import { unlessMissing } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope, parseRows } from "../parse-rows.ts";
import { type PageRows, repeatedPage } from "../ticket-page.ts";
import { orEmpty, orNull, parseInstant, vendorId } from "../vendor-fields.ts";
import { isZendeskAgent, normaliseZendeskAgent } from "./normalise-agent.ts";
import { normaliseZendeskRating } from "./normalise-rating.ts";
import { normaliseZendeskTicket } from "./normalise-ticket.ts";
import { zendeskMetricSets, zendeskRating, zendeskTicket, zendeskUser } from "./rows.ts";
import { parseUpdates, rowsOfUpdates } from "./updates.server.ts";
import { secondsOf } from "./walk-cursors.ts";

/** A ticket of ten thousand updates is none. */
const MOST_PAGES = 100;

const single = z.object({ ticket: z.looseObject({}), users: orEmpty(z.unknown()), metric_sets: zendeskMetricSets });
const latestRating = z.object({ satisfaction_rating: z.object({ id: vendorId }) });
const oneRating = z.object({ satisfaction_rating: z.unknown() });
const auditList = z.object({
  audits: z.array(z.looseObject({})),
  meta: orNull(z.object({ has_more: orNull(z.boolean()), after_cursor: orNull(z.string()) })),
});

/** One ticket with all that belongs to it: its audits tell its comments and its history alike. */
export async function fetchZendeskTicket(http: HelpdeskHttp, request: TicketRequest): Promise<PageRows | null> {
  const path = `/api/v2/tickets/${encodeURIComponent(request.ticketId)}`;
  const found = await unlessMissing(http.get(path, { include: "users,metric_sets" }));
  if (found === null) return null;
  const answer = parseEnvelope(single, found.json, path);
  const tickets = parseRows(zendeskTicket, [withVersion(answer.ticket)], "ticket");
  const users = parseRows(zendeskUser, answer.users, "user");
  const audits = await fetchAudits(http, path);
  const { updates, setAside } = parseUpdates(audits.map(asTicketEvent));
  const agents = users.rows.filter((user) => isZendeskAgent(user) && !request.agents.has(user.id));
  const foundAgents = agents.map(normaliseZendeskAgent);
  const known = new Map([...request.agents, ...foundAgents.map((agent) => [agent.agentId, agent] as const)]);
  const rows = await rowsOfUpdates(http, { updates, agents: known });
  const rating = await fetchRating(http, answer.ticket);
  const people = new Map(users.rows.map((user) => [user.id, user]));
  const metrics = answer.metric_sets.find(({ ticket_id }) => ticket_id === request.ticketId);
  return {
    ...rows,
    agents: [...foundAgents, ...rows.agents],
    tickets: tickets.rows.map((ticket) =>
      normaliseZendeskTicket(
        { ...ticket, metric_set: ticket.metric_set ?? metrics ?? null },
        people.get(ticket.requester_id ?? "") ?? null,
      ),
    ),
    ratings: [...rows.ratings, ...rating.rows],
    setAside: [...tickets.setAside, ...users.setAside, ...setAside, ...rating.setAside],
  };
}

/** The version that exports go by is not promised for a single ticket; its last update is then the nearest to it. */
function withVersion(ticket: Record<string, unknown>): Record<string, unknown> {
  const updatedAt = parseInstant(String(ticket.updated_at ?? ""));
  return updatedAt === null ? ticket : { generated_timestamp: secondsOf(updatedAt), ...ticket };
}

async function fetchAudits(http: HelpdeskHttp, ticketPath: string): Promise<Record<string, unknown>[]> {
  const path = `${ticketPath}/audits`;
  const audits: Record<string, unknown>[] = [];
  let next: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { json } = await http.get(path, { "page[size]": 100, "page[after]": next });
    const page: z.output<typeof auditList> = parseEnvelope(auditList, json, path);
    audits.push(...page.audits);
    const after: string | null = page.meta?.has_more ? page.meta.after_cursor : null;
    if (after === null) return audits;
    if (after === next) throw repeatedPage(path);
    next = after;
  }
  throw repeatedPage(path);
}

/** An audit says what the export of ticket events says, in other words. */
function asTicketEvent(audit: Record<string, unknown>): Record<string, unknown> {
  const createdAt = parseInstant(String(audit.created_at ?? ""));
  return {
    ...{ id: audit.id, ticket_id: audit.ticket_id, created_at: audit.created_at, via: audit.via },
    timestamp: createdAt === null ? null : secondsOf(createdAt),
    ...{ updater_id: audit.author_id, child_events: audit.events },
  };
}

/** A ticket names its latest rating, whose own row tells when it was given and to whom. */
async function fetchRating(
  http: HelpdeskHttp,
  ticket: Record<string, unknown>,
): Promise<{ rows: TicketRating[]; setAside: SetAside[] }> {
  const named = latestRating.safeParse(ticket);
  if (!named.success) return { rows: [], setAside: [] };
  const path = `/api/v2/satisfaction_ratings/${encodeURIComponent(named.data.satisfaction_rating.id)}`;
  const found = await unlessMissing(http.get(path));
  if (found === null) return { rows: [], setAside: [] };
  const { rows, setAside } = parseRows(
    zendeskRating,
    [parseEnvelope(oneRating, found.json, path).satisfaction_rating],
    "satisfaction rating",
  );
  return { rows: rows.flatMap((rating) => normaliseZendeskRating(rating) ?? []), setAside };
}
