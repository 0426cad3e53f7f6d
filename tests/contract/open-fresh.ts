import type { HelpdeskAdapter } from "../../app/helpdesks/adapter.ts";
import { HelpdeskError } from "../../app/helpdesks/helpdesk-error.ts";
import type { HelpdeskHttp, HelpdeskHttpOptions } from "../../app/helpdesks/http-client.server.ts";
import type { Json } from "../../app/helpdesks/json.ts";
import { openHelpdesk } from "../../app/helpdesks/registry.server.ts";
import type { TokenRequest } from "../../app/helpdesks/sign-in.ts";

type Options = Pick<HelpdeskHttpOptions, "sleep" | "timeouts"> & {
  fetch: typeof fetch;
  fetchToken: typeof fetch;
  now: () => Date;
};

/** A client whose access token is renewed before it ends, as the app's own is. */
export function openFresh(adapter: HelpdeskAdapter, credentials: unknown, options: Options): HelpdeskHttp {
  let current = credentials;
  let opened: HelpdeskHttp | null = null;
  const fresh = async (): Promise<HelpdeskHttp> => {
    const parsed = adapter.credentialSchema.parse(current);
    const endsAt = adapter.renewal?.endsAt(parsed) ?? null;
    if (adapter.renewal && endsAt && endsAt <= options.now()) {
      const answer = await askForToken(adapter.renewal.request(parsed, null), options.fetchToken);
      current = adapter.renewal.renewed(parsed, answer, options.now());
      opened = null;
    }
    const { fetchToken: _, ...rest } = options;
    opened ??= openHelpdesk(adapter, current, rest);
    return opened;
  };
  const http: HelpdeskHttp = {
    origin: new URL(adapter.baseUrl(adapter.credentialSchema.parse(credentials))).origin,
    get: async (path, params) => (await fresh()).get(path, params),
    post: async (path: string, body: Json) => (await fresh()).post(path, body),
    delete: async (path) => (await fresh()).delete(path),
    withPriority: () => http,
  };
  return http;
}

async function askForToken({ url, headers, body, encoding }: TokenRequest, send: typeof fetch): Promise<unknown> {
  const isForm = encoding === "form";
  const contentType = isForm ? "application/x-www-form-urlencoded" : "application/json";
  const response = await send(url, {
    method: "POST",
    headers: { accept: "application/json", "content-type": contentType, ...headers },
    body: isForm ? new URLSearchParams(body).toString() : JSON.stringify(body),
  });
  if (!response.ok) throw new HelpdeskError("unauthorised", "The vendor gives no token", { status: response.status });
  return response.json();
}
