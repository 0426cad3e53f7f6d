import type { TicketRating } from "../../tickets/ticket.ts";
import type { TicketRequest } from "../adapter.ts";
import { unlessMissing } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope } from "../parse-rows.ts";
import { type PageRows, ticketRows } from "../ticket-page.ts";
import { readWhole, rowsOfConversations, type WholeConversation } from "./conversations.server.ts";
import { normaliseChatwootRating, ratingIn } from "./normalise-rating.ts";
import { readRatings } from "./ratings-stream.server.ts";
import { type ChatwootConversation, type ChatwootMessage, chatwootConversation } from "./rows.ts";

/** A survey can be answered for two weeks. */
const SURVEY_SECONDS = 15 * 86_400;
const MOST_RATING_PAGES = 40;

/** A conversation with everything about it; null when there is none of this number, or none any more. */
export async function fetchChatwootTicket(http: HelpdeskHttp, request: TicketRequest): Promise<PageRows | null> {
  const conversation = await fetchConversation(http, request.ticketId);
  const [whole] = conversation ? await readWhole(http, [conversation]) : [];
  if (!whole) return null;
  const ratings = await readRatingsOf(http, whole);
  return ticketRows({ ...rowsOfConversations([whole], request.agents), ratings });
}

async function fetchConversation(http: HelpdeskHttp, ticketId: string): Promise<ChatwootConversation | null> {
  const path = `/conversations/${encodeURIComponent(ticketId)}`;
  const answer = await unlessMissing(http.get(path));
  return answer && parseEnvelope(chatwootConversation, answer.json, path);
}

/** Survey messages say what was answered, but not when: that stands in the list of answers, looked up from the survey on. */
async function readRatingsOf(
  http: HelpdeskHttp,
  { conversation, messages }: WholeConversation,
): Promise<TicketRating[]> {
  const ratings: TicketRating[] = [];
  for (const message of messages) {
    const rating = ratingIn(message);
    const found = rating === null ? null : await findRating(http, { conversation, survey: message, rating });
    if (found) ratings.push(found);
  }
  return ratings;
}

interface Wanted {
  conversation: ChatwootConversation;
  survey: ChatwootMessage;
  rating: number;
}

async function findRating(http: HelpdeskHttp, { conversation, survey, rating }: Wanted): Promise<TicketRating | null> {
  const since = Math.floor(survey.created_at.getTime() / 1000);
  const inbox: Record<string, string> = conversation.inbox_id === null ? {} : { inbox_id: conversation.inbox_id };
  for (let page = 1; page <= MOST_RATING_PAGES; page += 1) {
    const params = { since, until: since + SURVEY_SECONDS, ...inbox, rating, sort: "created_at", page };
    const { rows, length } = await readRatings(http, params);
    const row = rows.find(({ message_id, conversation_id }) =>
      message_id === null ? conversation_id === conversation.id : message_id === survey.id,
    );
    if (row) return normaliseChatwootRating(row);
    if (length === 0) return null;
  }
  return null;
}
