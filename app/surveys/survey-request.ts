import { z } from "zod";
import { cleanComment, isCommentTooLong } from "./clean-comment.ts";
import { LANGUAGE_SHAPE } from "./survey-texts.ts";

/** An id as helpdesks put them into a link: no spaces, and nothing that a query would have to escape. */
const ID_SHAPE = /^[\w.:@~+-]{1,200}$/;
/** A page may name a conversation by any text. */
const CONVERSATION_SHAPE = /^[^\p{Cc}\p{Surrogate}]{1,200}$/u;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const token = z.string().min(1).max(1_000);
const comment = z
  .string()
  .refine((text) => !isCommentTooLong(text))
  .transform(cleanComment);

/** What a customer answers: everything said so far. */
export interface GivenAnswer {
  /** 1 to 5. */
  score: number;
  /** 0 to 10; null where it was not asked or not answered. */
  nps: number | null;
  comment: string | null;
}

/** What the panel on a page of the shop sends. */
const requestSchema = z.discriminatedUnion("do", [
  z.strictObject({
    do: z.literal("open"),
    visitor: z.string().regex(/^[\w-]{16,64}$/),
    lang: z.string().regex(LANGUAGE_SHAPE),
    /** The chat widget whose conversation has ended, "page" or nothing. */
    widget: z
      .string()
      .regex(/^[a-z][a-z-]{0,39}$/)
      .nullable(),
    vendor: z
      .string()
      .regex(/^[a-z]{1,40}$/)
      .nullable(),
    ticket: z.string().regex(CONVERSATION_SHAPE).nullable(),
  }),
  z.strictObject({
    do: z.literal("answer"),
    token,
    score: z.int().min(1).max(5),
    nps: z.int().min(0).max(10).nullable(),
    comment,
  }),
  z.strictObject({ do: z.literal("dismiss"), token }),
]);
export type SurveyRequest = z.infer<typeof requestSchema>;
export type OpenRequest = Extract<SurveyRequest, { do: "open" }>;

/** Reads the JSON body of a request of the panel. Null for anything else: other names, shapes and sizes are refused. */
export function parseSurveyRequest(body: unknown): SurveyRequest | null {
  return requestSchema.safeParse(body).data ?? null;
}

/** A survey link as it should be. */
export interface SurveyLink {
  connectionId: string;
  ticketId: string;
  /** The helpdesk's id of its customer; null where the helpdesk cannot put it into a link. */
  customerId: string | null;
  /** The score that was chosen in the message; null where the page is to ask. */
  score: number | null;
  language: string | null;
}

/**
 * Reads the parameters of a survey link. Null where they name no ticket of a helpdesk, as when a placeholder was left as it
 * is or the link was cut; a score or language that cannot be read is none.
 */
export function parseSurveyLink(link: Readonly<Record<string, string>>): SurveyLink | null {
  const { h = "", t = "", c = "", score = "", lang = "" } = link;
  if (!UUID.test(h) || !ID_SHAPE.test(t) || (c !== "" && !ID_SHAPE.test(c))) return null;
  return {
    connectionId: h,
    ticketId: t,
    customerId: c === "" ? null : c,
    score: /^[1-5]$/.test(score) ? Number(score) : null,
    language: LANGUAGE_SHAPE.test(lang) ? lang : null,
  };
}

/** What the page behind a link sends; a problem is told with what was filled in, so that nothing has to be typed again. */
export interface SentPage {
  token: string;
  language: string | null;
  answer: GivenAnswer | null;
  problem: "scoreMissing" | "commentTooLong" | null;
  filled: { score: number | null; nps: number | null; comment: string };
}

/** Reads the form of the page behind a link; null for what that page cannot have sent. */
export function parseSentPage(form: URLSearchParams): SentPage | null {
  const names = ["token", "lang", "score", "nps", "comment"];
  const isOurs = [...form.keys()].every((name) => names.includes(name) && form.getAll(name).length === 1);
  const text = (name: string) => form.get(name) ?? "";
  const isShaped =
    /^([1-5]?)$/.test(text("score")) && /^(\d|10)?$/.test(text("nps")) && token.safeParse(text("token")).success;
  if (!isOurs || !isShaped) return null;
  const score = text("score") === "" ? null : Number(text("score"));
  const nps = text("nps") === "" ? null : Number(text("nps"));
  const isTooLong = isCommentTooLong(text("comment"));
  const said = cleanComment(text("comment"));
  const isGood = score !== null && !isTooLong;
  return {
    token: text("token"),
    language: LANGUAGE_SHAPE.test(text("lang")) ? text("lang") : null,
    answer: isGood ? { score, nps, comment: said } : null,
    problem: score === null ? "scoreMissing" : isTooLong ? "commentTooLong" : null,
    filled: { score, nps, comment: said ?? "" },
  };
}
