/** What a page is told of a request that is refused; the protocol of the panel on a shop's pages. */
export type SurveyRefusal =
  | "bad-request"
  | "bad-signature"
  | "bad-token"
  | "not-installed"
  | "expired-token"
  | "too-large"
  | "too-many";

const STATUS: Record<SurveyRefusal, number> = {
  "bad-request": 400,
  "bad-signature": 401,
  "bad-token": 403,
  "not-installed": 404,
  "expired-token": 410,
  "too-large": 413,
  "too-many": 429,
};

/** What every answer through the app proxy carries: nobody keeps it, lists it, or passes its address on. */
const PRIVATE = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "X-Robots-Tag": "noindex",
};

/** An answer to the panel. */
export function jsonAnswer(body: object): Response {
  return whole(JSON.stringify(body), { status: 200, type: "application/json" });
}

/** A refusal to the panel. @param retryAfterSeconds when it may come again, where it asked too often */
export function refusal(error: SurveyRefusal, retryAfterSeconds?: number): Response {
  return whole(JSON.stringify({ error }), { status: STATUS[error], type: "application/json", retryAfterSeconds });
}

/** A page that Shopify renders as Liquid within the shop's theme. */
export function themePage(page: string, status = 200, retryAfterSeconds?: number): Response {
  return whole(page, { status, type: "application/liquid; charset=utf-8", retryAfterSeconds });
}

interface Head {
  status: number;
  type: string;
  retryAfterSeconds?: number | undefined;
}

/** With its length told, an answer goes out in one piece. */
function whole(text: string, { status, type, retryAfterSeconds }: Head): Response {
  const length = String(new TextEncoder().encode(text).byteLength);
  const headers = new Headers({ "Content-Type": type, "Content-Length": length, ...PRIVATE });
  if (retryAfterSeconds !== undefined) headers.set("Retry-After", String(retryAfterSeconds));
  return new Response(text, { status, headers });
}
