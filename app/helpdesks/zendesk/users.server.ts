import { z } from "zod";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope, parseRows } from "../parse-rows.ts";
import { orEmpty } from "../vendor-fields.ts";
import { isPerson } from "./normalise-message.ts";
import { type ZendeskUser, zendeskUser } from "./rows.ts";

const MOST_IDS = 100;
const answer = z.object({ users: orEmpty(z.unknown()) });

/** Looks users up, a hundred at a time. Those who have been erased wholly, and the system itself, are left out. */
export async function fetchUsers(http: HelpdeskHttp, ids: Iterable<string>): Promise<Map<string, ZendeskUser>> {
  const path = "/api/v2/users/show_many";
  const people = [...new Set(ids)].filter(isPerson);
  const users = new Map<string, ZendeskUser>();
  for (let start = 0; start < people.length; start += MOST_IDS) {
    const { json } = await http.get(path, { ids: people.slice(start, start + MOST_IDS).join(",") });
    for (const user of parseRows(zendeskUser, parseEnvelope(answer, json, path).users, "user").rows)
      users.set(user.id, user);
  }
  return users;
}
