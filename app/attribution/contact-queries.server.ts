import type { Db } from "../platform/database.server.ts";
import { ticketName, ticketsOfKey, wantedKeys } from "./credit-queries.server.ts";
import { type Contacts, findContacts } from "./find-contacts.ts";

interface ContactRow extends Contacts {
  connectionId: string;
  ticketId: string;
  key: string;
  createdAt: Date;
  closedAt: Date | null;
  tags: string[];
}

/**
 * Finds anew which tickets of these customer keys are repeat contacts or were followed up, and writes those that differ.
 * A ticket is judged by all its keys, so those of a touched key are read under their other keys too.
 * @returns when the rewritten tickets were created and closed: the instants that decide their figures' days
 */
export async function rewriteContacts(tx: Db, shopId: string, keys: readonly string[]): Promise<Date[]> {
  const rows = await selectNeighbours(tx, shopId, keys);
  const wanted = new Set(keys);
  const touched = new Set(rows.filter(({ key }) => wanted.has(key)).map(ticketName));
  const contacts = findContacts(rows.map((row) => ({ ...row, name: ticketName(row) })));
  const known = new Map(rows.map((row) => [ticketName(row), row]));
  const changed = [...known].flatMap(([name, row]) => {
    const found = touched.has(name) ? contacts.get(name) : undefined;
    return found && differs(row, found) ? [{ ...row, ...found }] : [];
  });
  if (changed.length > 0) await updateContacts(tx, shopId, changed);
  return changed.flatMap(({ createdAt, closedAt }) => (closedAt ? [createdAt, closedAt] : [createdAt]));
}

function differs(a: Contacts, b: Contacts): boolean {
  return a.repeatContact !== b.repeatContact || a.repeatTopic !== b.repeatTopic || a.followedUp !== b.followedUp;
}

/** Every inbound ticket under every key of every ticket that has one of the keys. */
function selectNeighbours(tx: Db, shopId: string, keys: readonly string[]): Promise<ContactRow[]> {
  return tx.$queryRaw`
    ${wantedKeys(shopId, keys)},
    own as materialized (
      select distinct w.shop_id, k.connection_id, k.ticket_id from wanted w ${ticketsOfKey("w")}),
    related as materialized (
      select distinct o.shop_id, k.key
      from own o cross join lateral (
        select k.key from ticket_key k
        where k.shop_id = o.shop_id and k.connection_id = o.connection_id and k.ticket_id = o.ticket_id offset 0
      ) k)
    select r.key, f.connection_id as "connectionId", f.ticket_id as "ticketId", f.created_at as "createdAt",
           f.closed_at as "closedAt", t.tags, f.repeat_contact as "repeatContact", f.repeat_topic as "repeatTopic",
           f.followed_up as "followedUp"
    from related r
    ${ticketsOfKey("r")}
    cross join lateral (
      select f.connection_id, f.ticket_id, f.created_at, f.closed_at, f.repeat_contact, f.repeat_topic, f.followed_up
      from ticket_fact f
      where f.shop_id = r.shop_id and f.connection_id = k.connection_id and f.ticket_id = k.ticket_id and f.inbound offset 0
    ) f
    cross join lateral (
      select t.tags from ticket t
      where t.shop_id = r.shop_id and t.connection_id = k.connection_id and t.ticket_id = k.ticket_id offset 0
    ) t`;
}

async function updateContacts(tx: Db, shopId: string, rows: readonly ContactRow[]): Promise<void> {
  await tx.$executeRaw`
    with wanted as materialized (
      select ${shopId}::uuid as shop_id, * from unnest(
        ${rows.map((row) => row.connectionId)}::uuid[], ${rows.map((row) => row.ticketId)}::text[],
        ${rows.map((row) => row.repeatContact)}::bool[], ${rows.map((row) => row.repeatTopic)}::bool[],
        ${rows.map((row) => row.followedUp)}::bool[]) as r(connection_id, ticket_id, repeat_contact, repeat_topic, followed_up))
    update ticket_fact f
    set repeat_contact = w.repeat_contact, repeat_topic = w.repeat_topic, followed_up = w.followed_up
    from wanted w
    where f.shop_id = w.shop_id and f.connection_id = w.connection_id and f.ticket_id = w.ticket_id`;
}
