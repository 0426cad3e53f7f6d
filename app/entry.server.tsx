import { PassThrough } from "node:stream";
import { createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { z } from "zod";
import { log } from "./platform/log.server.ts";
import { addDocumentResponseHeaders } from "./platform/shopify.server.ts";
import { secureHeaders } from "./ui/document-headers.ts";
import { LANGUAGES, type Locale, localeOfRequest } from "./ui/i18n.ts";
import { LanguageProvider } from "./ui/locale-files.tsx";
import { loadLocale } from "./ui/strings.ts";

export const streamTimeout = 10_000;
/** Leaves React time to flush what it has after it was told to give up. */
const ABORT_AFTER_MS = streamTimeout + 1_000;

/** Streams a document: people get the shell as soon as it stands, bots the whole page at once. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Promise<Response> {
  addDocumentResponseHeaders(request, headers);
  secureHeaders(headers);
  headers.set("Content-Type", "text/html; charset=utf-8");
  const locale = localeOfUser(context) ?? localeOfRequest(request);
  const page = (
    <LanguageProvider locale={locale} files={await loadLocale(locale)}>
      <RemixServer context={context} url={request.url} />
    </LanguageProvider>
  );
  return render(page, { waitForAll: isbot(request.headers.get("User-Agent")), status, headers });
}

/** Answers to the page's own requests carry the same headers as documents. */
export function handleDataRequest(response: Response): Response {
  secureHeaders(response.headers);
  return response;
}

/** The log gets the error; what the visitor sees is the error boundary's plain words. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted) return;
  log().error({ err: error, method: request.method, path: new URL(request.url).pathname }, "a page failed");
}

const LayoutData = z.object({ "routes/app": z.object({ locale: z.enum(LANGUAGES) }) });

/**
 * The language that the app's layout has chosen: only its loader knows who is looking, once their session token is
 * verified, and loaders run before a document is rendered. Null for documents outside the app and for users unknown.
 */
function localeOfUser({ staticHandlerContext }: EntryContext): Locale | null {
  return LayoutData.safeParse(staticHandlerContext.loaderData).data?.["routes/app"].locale ?? null;
}

interface RenderOptions {
  waitForAll: boolean;
  status: number;
  headers: Headers;
}

function render(page: React.ReactElement, { waitForAll, status, headers }: RenderOptions): Promise<Response> {
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  let currentStatus = status;
  const send = () => {
    const body = new PassThrough();
    resolve(new Response(createReadableStreamFromReadable(body), { status: currentStatus, headers }));
    pipe(body);
  };
  const { pipe, abort } = renderToPipeableStream(page, {
    onShellReady: () => !waitForAll && send(),
    onAllReady: () => waitForAll && send(),
    onShellError: reject,
    onError: (error) => {
      currentStatus = 500;
      log().error({ err: error }, "a page could not be rendered in full");
    },
  });
  setTimeout(abort, ABORT_AFTER_MS).unref();
  return promise;
}
