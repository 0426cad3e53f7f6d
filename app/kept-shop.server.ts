import type { Request, RequestHandler } from "express";

/** By which the admin says, in the address of the first page, for which shop it frames the app. */
const OF_FRAME = ["shop", "host", "embedded", "locale"];

/**
 * Leads a page's request back into the shop's admin. A link that is pressed before the page's script has taken hold of it, or
 * that is opened in another tab, is followed by the browser itself: its address does not name the shop, that of the page it
 * stands on does. The names grant nothing; the library still asks for the session's token.
 */
export const keepShop: RequestHandler = (request, response, next) => {
  const isInFrame = request.headers["sec-fetch-dest"] === "iframe";
  const isPage = request.method === "GET" && (isInFrame || request.headers["sec-fetch-dest"] === "document");
  const kept = isPage ? withShop(request) : null;
  if (kept === null) return next();
  if (!isInFrame) kept.searchParams.delete("embedded");
  response.redirect(`${kept.pathname}${kept.search}`);
};

/** The address with the shop of the page that led to it; null where it names one, or that page none. */
function withShop({ url, hostname, headers: { referer } }: Request): URL | null {
  const from = referer === undefined ? null : URL.parse(referer);
  const asked = URL.parse(`https://${hostname}${url}`);
  if (!asked || from?.hostname !== asked.hostname || !isOfApp(asked) || !isOfApp(from)) return null;
  if (asked.searchParams.has("shop") || !from.searchParams.has("shop")) return null;
  for (const name of OF_FRAME) {
    const value = from.searchParams.get(name);
    if (value !== null) asked.searchParams.set(name, value);
  }
  return asked;
}

function isOfApp({ pathname }: URL): boolean {
  return pathname === "/app" || pathname.startsWith("/app/");
}
