import { PassThrough } from "node:stream";
import { createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { log } from "./platform/log.server.ts";
import { addDocumentResponseHeaders } from "./platform/shopify.server.ts";
import { secureHeaders } from "./ui/document-headers.ts";
import { createI18n, localeOfRequest } from "./ui/i18n.ts";
import { LocaleFilesProvider } from "./ui/locale-files.tsx";
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
  const locale = localeOfRequest(request);
  const files = await loadLocale(locale);
  const page = (
    <I18nextProvider i18n={createI18n(locale, files.strings)}>
      <LocaleFilesProvider polaris={files.polaris}>
        <RemixServer context={context} url={request.url} />
      </LocaleFilesProvider>
    </I18nextProvider>
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
