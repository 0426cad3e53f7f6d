import { ask, config, isFramed, params } from "./host.js";

/** Session tokens, the `fetch` that carries them, and the bounce page. */
const TOKEN_KEPT_MS = 45_000;
let token = null;

export function idToken({ fresh = false } = {}) {
  if (fresh || !token || performance.now() > token.until) {
    token = { until: performance.now() + TOKEN_KEPT_MS, value: ask("idToken") };
    token.value.catch(() => {
      token = null;
    });
  }
  return token.value;
}

const realFetch = window.fetch.bind(window);
const isOwn = (url) => url.origin === location.origin || config.appOrigins.includes(url.origin);

async function authorised(request, fresh) {
  const headers = new Headers(request.headers);
  if (!headers.has("authorization")) headers.set("authorization", `Bearer ${await idToken({ fresh })}`);
  headers.set("accept-language", config.locale);
  return new Request(request, { headers });
}

window.fetch = async (input, init) => {
  const request = new Request(input, init);
  if (!isFramed || !isOwn(new URL(request.url))) return realFetch(request);
  const spare = request.clone();
  const answer = await realFetch(await authorised(request, false));
  if (answer.status !== 401) return follow(answer);
  if (answer.headers.get("x-shopify-retry-invalid-session-request") !== "1") return follow(answer);
  return follow(await realFetch(await authorised(spare, true)));
};

/** Leaves the frame when the server asks for it; the caller then waits for a page that goes away. */
function follow(answer) {
  const url = answer.headers.get("x-shopify-api-request-failure-reauthorize-url");
  if (!url) return answer;
  window.open(url, "_top");
  return new Promise(() => undefined);
}

export const reload = params.get("shopify-reload");
if (reload && isFramed) {
  void idToken({ fresh: true }).then((value) => {
    const url = new URL(reload, location.href);
    url.searchParams.set("id_token", value);
    location.replace(url);
  });
}
