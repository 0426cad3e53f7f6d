import { KEY_KINDS, type KeyKind, kindOfKey } from "../customers/key-kinds.ts";
import { now } from "../platform/clock.ts";
import { db } from "../platform/database.server.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import type { Exclusion } from "../tickets/ticket.ts";
import { deriveTicketFacts } from "../tickets/ticket-facts.ts";
import { type ConnectionScope, selectKeys, selectTimelines } from "../tickets/ticket-queries.server.ts";
import { emptyTimeline, parseTimeline, type Timeline } from "../tickets/timeline.ts";
import { businessSecondsBetween, businessSegments } from "./business-hours.ts";
import { type MetricsShop, requireMetricsShop } from "./shop-queries.server.ts";
import type { TicketContact, TicketOrder, TicketPageData, TicketRatingVersion } from "./ticket-page.ts";
import { clocksOf, eventsOf, openStretches, type TicketStory, waitsOf } from "./ticket-page-clocks.ts";
import { figuresOfTicket } from "./ticket-page-figures.ts";
import { selectTicketContacts, selectTicketOrders } from "./ticket-page-rows.server.ts";

const EXCLUSIONS: readonly Exclusion[] = ["spam", "trashed", "deleted", "merged"];

interface HeaderRow {
  vendor: string;
  account: string;
  helpdeskName: string;
  channel: string;
  createdAt: Date;
  isOpen: boolean;
  closedAt: Date | null;
  excluded: string | null;
  hasExcludedTag: boolean;
  assigneeId: string | null;
  identifiable: boolean;
  tags: string[];
  repeatContact: boolean;
  repeatTopic: boolean;
  followedUp: boolean;
}

/**
 * Everything stored of one ticket, with what follows from it as of now. Facts are derived from the stored timeline, the
 * same way as the figures' own. Durations in seconds, money in minor units.
 * @param ticket `connectionId` must be a uuid
 * @returns null when the shop has no such ticket, or none any more
 */
export async function queryTicketPage(
  shopId: string,
  { connectionId, ticketId }: { connectionId: string; ticketId: string },
): Promise<TicketPageData | null> {
  const scope = { shopId, connectionId };
  const header = await selectHeader(scope, ticketId);
  if (!header) return null;
  const [shop, timeline, keys, agentNames, ratings, orders] = await Promise.all([
    requireMetricsShop(shopId),
    readTimeline(scope, ticketId),
    selectKeys(db(), scope, [ticketId]),
    selectAgentNames(scope),
    selectRatings(scope, ticketId),
    selectTicketOrders(scope, ticketId),
  ]);
  const story = tellStory(header, { shop, timeline, agentNames });
  const contacts = story.facts?.inbound
    ? await selectTicketContacts(scope, { ticketId, createdAt: header.createdAt, closedAt: story.facts.closedAt })
    : [];
  const page = { header, scope, ticketId, shop, story, ratings, orders, contacts };
  return assemble({ ...page, keyKinds: strongestFirst(keys.map(({ key }) => kindOfKey(key))) });
}

interface PageParts {
  header: HeaderRow;
  scope: ConnectionScope;
  ticketId: string;
  shop: MetricsShop;
  story: TicketStory;
  keyKinds: KeyKind[];
  ratings: TicketRatingVersion[];
  orders: TicketOrder[];
  contacts: TicketContact[];
}

function assemble(parts: PageParts): TicketPageData {
  const { header, scope, ticketId, shop, story, keyKinds, ratings, orders, contacts } = parts;
  const { facts, now, agentNames } = story;
  const { vendor, account, helpdeskName, channel, createdAt, isOpen, identifiable, tags, assigneeId } = header;
  const waits = waitsOf(story);
  const credits = orders.filter((order) => order.role === "credit");
  const credited = { orders: credits.length, netMinor: credits.reduce((sum, { netMinor }) => sum + netMinor, 0) };
  const { dayOf } = shopDaysIn(shop.timeZone);
  const rating = ratings.find((version) => version.isCurrent) ?? null;
  return {
    header: {
      ...{
        connectionId: scope.connectionId,
        ticketId,
        vendor,
        account,
        helpdeskName,
        channel,
        createdAt,
        isOpen,
        tags,
      },
      closedAt: facts ? facts.closedAt : header.closedAt,
      excluded: exclusionOf(header, story),
      inbound: facts?.inbound ?? null,
      assigneeName: assigneeId === null ? null : (agentNames.get(assigneeId) ?? assigneeId),
      ...{ keyKinds, identifiable },
    },
    events: [...eventsOf(story, waits), ...ratings.map(ratingEvent), ...credits.map(orderEvent)].sort(
      (a, b) => a.at.getTime() - b.at.getTime(),
    ),
    clocks: clocksOf(story),
    waits,
    open: openStretches(story),
    figures: facts
      ? figuresOfTicket({
          createdAt,
          identifiable,
          facts,
          contacts: header,
          rating,
          credited,
          rule: shop.rule,
          now,
          dayOf,
        })
      : [],
    ...{ ratings, orders, contacts },
    hasHours: story.businessSeconds !== null,
    asOf: now,
  };
}

function tellStory(
  header: HeaderRow,
  { shop, timeline, agentNames }: { shop: MetricsShop; timeline: Timeline; agentNames: ReadonlyMap<string, string> },
): TicketStory {
  const { createdAt, isOpen } = header;
  const messages = [...timeline.messages.values()];
  const statusChanges = [...timeline.statusChanges.values()];
  const facts = header.hasExcludedTag
    ? null
    : deriveTicketFacts({ ...header, excluded: exclusionNamed(header.excluded), messages, statusChanges });
  const at = now();
  const oldestAt = Math.min(createdAt.getTime(), ...messages.map((message) => message.at.getTime()));
  const businessSeconds = businessClockOf(shop, new Date(oldestAt), at);
  return { createdAt, isOpen, facts, messages, statusChanges, agentNames, businessSeconds, now: at };
}

/** Counts the seconds of business hours between two instants of the stretch of time; null where the shop has set none. */
function businessClockOf(
  { businessHours, timeZone }: MetricsShop,
  from: Date,
  to: Date,
): TicketStory["businessSeconds"] {
  if (!businessHours) return null;
  const { dayOf } = shopDaysIn(timeZone);
  const segments = businessSegments(businessHours, timeZone, { fromOn: dayOf(from), toOn: dayOf(to) });
  return (start, end) => businessSecondsBetween(segments, start, end);
}

/** The history may tell of a merge or deletion that the header does not. */
function exclusionOf(
  { excluded, hasExcludedTag }: HeaderRow,
  { facts, statusChanges }: TicketStory,
): Exclusion | "tag" | null {
  if (facts) return null;
  const told = statusChanges.map(({ to }) => to).find((to) => to === "merged" || to === "deleted");
  return exclusionNamed(excluded) ?? told ?? (hasExcludedTag ? "tag" : null);
}

function exclusionNamed(name: string | null): Exclusion | null {
  return EXCLUSIONS.find((known) => known === name) ?? null;
}

function ratingEvent({ ratedAt, agentName }: TicketRatingVersion): TicketPageData["events"][number] {
  return { at: ratedAt, kind: "rating", by: agentName, effect: null, seconds: null };
}

function orderEvent({ placedAt, agentName }: TicketOrder): TicketPageData["events"][number] {
  return { at: placedAt, kind: "order", by: agentName, effect: null, seconds: null };
}

function strongestFirst(kinds: readonly KeyKind[]): KeyKind[] {
  return KEY_KINDS.filter((kind) => kinds.includes(kind));
}

async function selectHeader({ shopId, connectionId }: ConnectionScope, ticketId: string): Promise<HeaderRow | null> {
  const [row] = await db().$queryRaw<HeaderRow[]>`
    select h.vendor, h.account, h.name as "helpdeskName", t.channel, t.created_at as "createdAt", t.is_open as "isOpen",
           t.closed_at as "closedAt", t.excluded, t.tags && s.excluded_tags as "hasExcludedTag",
           t.assignee_id as "assigneeId", t.identifiable, t.tags, coalesce(f.repeat_contact, false) as "repeatContact",
           coalesce(f.repeat_topic, false) as "repeatTopic", coalesce(f.followed_up, false) as "followedUp"
    from shop s
    join ticket t on t.shop_id = s.shop_id and t.connection_id = ${connectionId}::uuid and t.ticket_id = ${ticketId}
    join helpdesk_connection h on h.shop_id = t.shop_id and h.connection_id = t.connection_id
    left join ticket_fact f on f.shop_id = t.shop_id and f.connection_id = t.connection_id and f.ticket_id = t.ticket_id
    where s.shop_id = ${shopId}::uuid`;
  return row ?? null;
}

async function readTimeline(scope: ConnectionScope, ticketId: string): Promise<Timeline> {
  const [row] = await selectTimelines(db(), scope, [ticketId]);
  return row ? parseTimeline(ticketId, row.messages, row.statusChanges) : emptyTimeline();
}

async function selectAgentNames({ shopId, connectionId }: ConnectionScope): Promise<Map<string, string>> {
  const rows = await db().$queryRaw<{ agentId: string; name: string }[]>`
    select agent_id as "agentId", name from agent
    where shop_id = ${shopId}::uuid and connection_id = ${connectionId}::uuid`;
  return new Map(rows.map(({ agentId, name }) => [agentId, name]));
}

function selectRatings({ shopId, connectionId }: ConnectionScope, ticketId: string): Promise<TicketRatingVersion[]> {
  return db().$queryRaw`
    with given as (
      select r.rated_at, r.score, r.positive, r.agent_id, r.is_current and not r.outranked as counts, r.rating_id as id
      from rating r
      where r.shop_id = ${shopId}::uuid and r.connection_id = ${connectionId}::uuid and r.ticket_id = ${ticketId}
      union all
      select a.answered_at, a.score, a.score >= 4, s.agent_id, a.is_current and not s.outranked, s.survey_id || ' ' || a.ordinal
      from survey s join survey_answer a on a.shop_id = s.shop_id and a.survey_id = s.survey_id
      where s.shop_id = ${shopId}::uuid and s.connection_id = ${connectionId}::uuid and s.ticket_id = ${ticketId})
    select g.rated_at as "ratedAt", g.score, g.positive, coalesce(a.name, nullif(g.agent_id, '')) as "agentName",
           g.counts as "isCurrent"
    from given g
    left join agent a on a.shop_id = ${shopId}::uuid and a.connection_id = ${connectionId}::uuid and a.agent_id = g.agent_id
    order by g.rated_at desc, length(g.id) desc, g.id desc`;
}
