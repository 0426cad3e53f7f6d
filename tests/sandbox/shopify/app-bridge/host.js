/** The page this runs in, and how it talks to the simulated admin that frames it. `SANDBOX` is put in front by the server. */
const script = document.currentScript;
const apiKey = script?.dataset.apiKey ?? document.querySelector('meta[name="shopify-api-key"]')?.content ?? "";
export const params = new URLSearchParams(location.search);
/** Parameters that belong to the frame, not to the app's own address. */
export const FRAME_PARAMS = [
  "appLoadId",
  "embedded",
  "hmac",
  "host",
  "id_token",
  "link_source",
  "locale",
  "protocol",
  "session",
  "shop",
  "shopify-reload",
  "timestamp",
];
const remembered = (name) => {
  const key = `app-bridge:${name}`;
  const value = params.get(name);
  // Storage may be closed to a framed page; then only the address tells.
  try {
    if (value !== null) sessionStorage.setItem(key, value);
    return value ?? sessionStorage.getItem(key) ?? undefined;
  } catch {
    return value ?? undefined;
  }
};
export const config = {
  apiKey,
  shop: remembered("shop"),
  host: remembered("host"),
  locale: remembered("locale") ?? "en",
  appOrigins: [],
  disabledFeatures: [],
};

export const isFramed = window.parent !== window;
// A page that was opened outside the admin belongs into it.
if (!isFramed && config.shop) {
  const path = params.has("shopify-reload") ? new URL(params.get("shopify-reload")).pathname : location.pathname;
  const own = path === "/" ? "" : path;
  location.replace(`${SANDBOX.adminOrigin}/store/${SANDBOX.storeHandle}/apps/${apiKey}${own}`);
}

const waiting = new Map();
export const listeners = new Map();
let nextId = 1;

export function post(type, payload = {}) {
  if (isFramed) window.parent.postMessage({ sandbox: true, type, ...payload }, SANDBOX.adminOrigin);
}

export function ask(type, payload = {}) {
  if (!isFramed) return Promise.reject(new Error("App Bridge: the page is not framed by the admin"));
  const id = nextId++;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    post(type, { ...payload, id });
  });
}

window.addEventListener("message", ({ origin, data }) => {
  if (origin !== SANDBOX.adminOrigin || data?.sandbox !== true) return;
  if (data.type === "reply") {
    const asker = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.error) asker?.reject(new Error(data.error));
    else asker?.resolve(data.value);
    return;
  }
  listeners.get(data.type)?.(data);
});
