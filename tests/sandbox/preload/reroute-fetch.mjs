const MOST_REDIRECTS = 20;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * A `fetch` that sends requests for hosts in `hosts` (suffixes: `myshopify.com` covers `a.myshopify.com`) to `upstream`
 * with the address they were meant for in `x-sandbox-url`, and leaves every other request to `realFetch`. To the caller
 * the answer looks like one of the host that it asked: redirects, `url` and `redirected` included.
 *
 * @param {typeof fetch} realFetch
 * @param {{ upstream: string, hosts: string[] }} options
 * @returns {typeof fetch}
 */
export function rerouteFetch(realFetch, { upstream, hosts }) {
  const isListed = (host) => hosts.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));

  return async function fetch(input, init) {
    const address = addressOf(input);
    if (!address || !isListed(address.hostname)) return realFetch(input, init);
    // The given body, not that of the Request made from it, can be sent a second time after a redirect.
    const given = init?.body === undefined || isStream(init.body) ? undefined : init.body;
    return follow(withDuplex(input, init), given, 0);
  };

  async function follow(request, repeatableBody, redirects) {
    const headers = new Headers(request.headers);
    headers.set("x-sandbox-url", request.url);
    const answer = await realFetch(new Request(upstream, request), { headers, redirect: "manual" });
    Object.defineProperty(answer, "url", { value: request.url });
    Object.defineProperty(answer, "redirected", { value: redirects > 0 });
    const location = REDIRECTS.has(answer.status) ? answer.headers.get("location") : null;
    if (location === null || request.redirect === "manual") return answer;
    if (request.redirect === "error") throw new TypeError("fetch failed", { cause: new Error("unexpected redirect") });
    if (redirects === MOST_REDIRECTS) {
      throw new TypeError("fetch failed", { cause: new Error("redirect count exceeded") });
    }
    await answer.body?.cancel();
    const next = redirected(request, { status: answer.status, location, repeatableBody });
    if (!isListed(new URL(next.url).hostname)) return realFetch(next);
    return follow(next, repeatableBody, redirects + 1);
  }
}

function addressOf(input) {
  const text = input instanceof Request ? input.url : String(input);
  return URL.canParse(text) ? new URL(text) : null;
}

function isStream(body) {
  return body instanceof ReadableStream || (body !== null && typeof body?.[Symbol.asyncIterator] === "function");
}

function withDuplex(input, init) {
  return init && isStream(init.body) ? new Request(input, { duplex: "half", ...init }) : new Request(input, init);
}

/** The request that follows a redirect, by the rules of the Fetch standard. */
function redirected(request, { status, location, repeatableBody }) {
  const url = new URL(location, request.url);
  const headers = new Headers(request.headers);
  const becomesGet =
    (status === 303 && request.method !== "GET" && request.method !== "HEAD") ||
    ((status === 301 || status === 302) && request.method === "POST");
  if (becomesGet) for (const name of ["content-type", "content-length", "content-encoding"]) headers.delete(name);
  if (url.origin !== new URL(request.url).origin) headers.delete("authorization");
  const method = becomesGet ? "GET" : request.method;
  const hasBody = !becomesGet && request.body !== null;
  if (hasBody && repeatableBody === undefined) {
    throw new TypeError("fetch failed", { cause: new Error("a streamed body cannot be sent again after a redirect") });
  }
  return new Request(url, { method, headers, signal: request.signal, ...(hasBody ? { body: repeatableBody } : {}) });
}
