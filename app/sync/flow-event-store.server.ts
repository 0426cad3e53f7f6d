import { type Db, db } from "../platform/database.server.ts";
import { type FlowHandle, type FlowPayload, isFlowHandle, parseFlowPayload } from "./flow-triggers.ts";

export interface FlowEvent {
  shopId: string;
  /** What happened, as one text: the same is never told twice. */
  eventKey: string;
  handle: FlowHandle;
  payload: FlowPayload;
  occurredAt: Date;
}

/**
 * Why an event is not going to be sent: it waited too long (`too-old`), Shopify refused it (`refused`), gave no answer that
 * can be used (`unexpected`) or does not let the app (`access-denied`), or what is stored is not an event (`unreadable`).
 */
export type FlowProblem = "too-old" | "refused" | "unexpected" | "access-denied" | "unreadable";

/**
 * Notes something that Shopify Flow is to be told, as part of the caller's transaction; what was noted under the same key
 * before stands. Job `flow-sweep` has it sent within a minute or so.
 * @throws ZodError when the payload is not one of the trigger's
 */
export function noteFlowEvent(tx: Db, event: FlowEvent): Promise<void> {
  return noteFlowEvents(tx, event.shopId, [event]);
}

/** The same for several events of one shop. @throws ZodError when a payload is not one of its trigger's */
export async function noteFlowEvents(
  tx: Db,
  shopId: string,
  events: readonly Omit<FlowEvent, "shopId">[],
): Promise<void> {
  if (events.length === 0) return;
  const payloads = events.map(({ handle, payload }) => JSON.stringify(parseFlowPayload(handle, payload)));
  await tx.$executeRaw`
    insert into flow_event (shop_id, event_key, handle, payload, occurred_at)
    select ${shopId}::uuid, * from unnest(
      ${events.map(({ eventKey }) => eventKey)}::text[], ${events.map(({ handle }) => handle)}::text[],
      ${payloads}::jsonb[], ${events.map(({ occurredAt }) => occurredAt)}::timestamptz[])
    on conflict (shop_id, event_key) do nothing`;
}

/** What of an event is needed to send it; null where what is stored cannot be read. */
export interface WaitingEvent {
  eventKey: string;
  readable: { handle: FlowHandle; payload: FlowPayload } | null;
}

interface WaitingRow {
  eventKey: string;
  handle: string;
  payload: FlowPayload;
  helpdeskName: string | null;
}

/** Events of a shop that wait to be sent, in the order in which they happened, with names of helpdesks for their ids. */
export async function listWaitingEvents(shopId: string, most: number): Promise<WaitingEvent[]> {
  const rows = await db().$queryRaw<WaitingRow[]>`
    select e.event_key as "eventKey", e.handle, e.payload, h.name as "helpdeskName"
    from flow_event e
    left join helpdesk_connection h on h.shop_id = e.shop_id and h.connection_id::text = e.payload ->> 'Helpdesk'
    where e.shop_id = ${shopId}::uuid and e.sent_at is null and e.problem is null
    order by e.occurred_at, e.event_key limit ${most}`;
  return rows.map(({ eventKey, handle, payload, helpdeskName }) => ({
    eventKey,
    readable: isFlowHandle(handle) ? { handle, payload: withHelpdesk(payload, helpdeskName) } : null,
  }));
}

/** Without a name when the helpdesk is not connected any more. */
function withHelpdesk({ Helpdesk: _, ...payload }: FlowPayload, name: string | null): FlowPayload {
  return name === null ? payload : { ...payload, Helpdesk: name };
}

/** Notes that an event was sent. What it told is not needed any more and goes. */
export async function markSent(shopId: string, eventKey: string, sentAt: Date): Promise<void> {
  await db().$executeRaw`
    update flow_event set sent_at = ${sentAt}::timestamptz, payload = '{}'
    where shop_id = ${shopId}::uuid and event_key = ${eventKey}`;
}

/** Notes why an event is not going to be sent. What it would have told goes. */
export async function markUnsent(shopId: string, eventKey: string, problem: FlowProblem): Promise<void> {
  await db().$executeRaw`
    update flow_event set problem = ${problem}, payload = '{}'
    where shop_id = ${shopId}::uuid and event_key = ${eventKey} and sent_at is null`;
}

const TOO_OLD: FlowProblem = "too-old";

/** Gives up on waiting events that happened before an instant, of one shop or of all. */
export async function dropOldEvents(occurredBefore: Date, shopId: string | null): Promise<void> {
  await db().$executeRaw`
    update flow_event set problem = ${TOO_OLD}, payload = '{}'
    where (${shopId}::uuid is null or shop_id = ${shopId}::uuid)
      and sent_at is null and problem is null and occurred_at < ${occurredBefore}::timestamptz`;
}

/** Deletes events of all shops that happened before an instant and do not wait: nothing asks for them a second time. */
export async function deleteOldEvents(occurredBefore: Date): Promise<void> {
  await db().$executeRaw`
    delete from flow_event
    where occurred_at < ${occurredBefore}::timestamptz and (sent_at is not null or problem is not null)`;
}

/** Installed shops with events that wait. */
export async function listWaitingShops(): Promise<string[]> {
  const rows = await db().$queryRaw<{ shopId: string }[]>`
    select s.shop_id as "shopId" from shop s
    where s.uninstalled_at is null and exists (
      select from flow_event e where e.shop_id = s.shop_id and e.sent_at is null and e.problem is null)`;
  return rows.map(({ shopId }) => shopId);
}
