import { unlessMissing } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { mapAtOnce } from "../map-at-once.ts";
import { parseEnvelope, parseRows } from "../parse-rows.ts";
import { readNewPage } from "../ticket-page.ts";
import { type IntercomContact, intercomContact, intercomContactList } from "./rows.ts";
import { contactsSearch } from "./searches.ts";

const PATH = "/contacts/search";
const AT_ONCE = 6;

/**
 * The records of contacts, by id: a conversation names its contacts without address and number. One search brings all;
 * who is missing there is asked for alone, since a new contact can be searched only after some minutes. Merged and erased
 * ones have no record any more and are left out.
 */
export async function fetchContacts(
  http: HelpdeskHttp,
  ids: readonly string[],
): Promise<ReadonlyMap<string, IntercomContact>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const found = new Map((await searchContacts(http, wanted)).map((contact) => [contact.id, contact]));
  const missing = wanted.filter((id) => !found.has(id));
  for (const contact of await mapAtOnce(missing, AT_ONCE, (id) => fetchContact(http, id)))
    if (contact) found.set(contact.id, contact);
  return found;
}

/** One contact as it is now; null when there is no such record, or none that can be read. */
export async function fetchContact(http: HelpdeskHttp, id: string): Promise<IntercomContact | null> {
  const answer = await unlessMissing(http.get(`/contacts/${encodeURIComponent(id)}`));
  const parsed = intercomContact.safeParse(answer?.json);
  return parsed.success ? parsed.data : null;
}

/** Rows that cannot be read are left to be asked for alone. */
async function searchContacts(http: HelpdeskHttp, ids: readonly string[]): Promise<IntercomContact[]> {
  return readNewPage(
    PATH,
    async () => {
      const { json } = await http.post(PATH, contactsSearch(ids));
      return parseRows(intercomContact, parseEnvelope(intercomContactList, json, PATH).data, "contact").rows;
    },
    // Somebody whom we did not ask for: the answer to an earlier question.
    (contacts) => contacts.some(({ id }) => !ids.includes(id)),
  );
}
