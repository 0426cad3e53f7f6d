import { ask, config, isFramed, listeners, post } from "./host.js";
import { reportLocation } from "./navigation.js";
import { openBar } from "./save-bar.js";
import { idToken } from "./session-token.js";
import { observeVitals, vitals } from "./web-vitals.js";

/** The `shopify` global. */
const toasts = new Map();
let nextToast = 1;
listeners.set("toast", ({ toastId, event }) => {
  const options = toasts.get(toastId);
  if (event === "action") options?.onAction?.();
  else options?.onDismiss?.();
  if (event !== "action") toasts.delete(toastId);
});

const toast = {
  show(message, options = {}) {
    const toastId = `toast-${nextToast++}`;
    toasts.set(toastId, options);
    const { duration = 5000, isError = false, action } = options;
    post("toast", { toastId, message: String(message), duration, isError, action });
    return toastId;
  },
  hide(toastId) {
    post("toastHide", { toastId });
  },
};

function byId(id, call) {
  const found = document.getElementById(id);
  return typeof found?.[call] === "function"
    ? found[call]()
    : Promise.reject(new Error(`App Bridge: there is no element "${id}" that can ${call}`));
}
const showHide = () => ({
  show: (id) => byId(id, "show"),
  hide: (id) => byId(id, "hide"),
  toggle: (id) => byId(id, "toggle"),
});
/** What nothing in the sandbox answers to. */
const ignored = () => undefined;
const absent = (name) => () => Promise.reject(new Error(`App Bridge: ${name} is not part of the sandbox`));

observeVitals();

globalThis.shopify = {
  config,
  origin: location.origin,
  ready: Promise.resolve(),
  environment: { mobile: false, embedded: isFramed, pos: false, intent: false },
  idToken: () => idToken(),
  user: () => ask("user"),
  toast,
  loading: (isLoading = true) => post("loading", { isLoading: Boolean(isLoading) }),
  modal: showHide(),
  saveBar: { ...showHide(), leaveConfirmation: () => (openBar ? ask("leaveConfirmation") : Promise.resolve()) },
  scopes: { query: () => ask("scopes"), request: absent("scopes.request"), revoke: absent("scopes.revoke") },
  app: { extensions: () => ask("extensions") },
  webVitals: {
    onReport: async (callback) => {
      vitals.callback = callback;
    },
  },
  resourcePicker: absent("resourcePicker"),
  picker: absent("picker"),
  scanner: { capture: absent("scanner") },
  reviews: { request: absent("reviews") },
  support: { registerHandler: async () => undefined },
  intents: {
    register: () => ignored,
    request: { value: null, subscribe: () => ignored },
    invoke: absent("intents"),
  },
  shopifyQL: { available: async () => false },
  tools: { register: () => ignored, unregister: ignored, clear: ignored },
  pos: {},
  setSignals: ignored,
};

post("ready");
reportLocation();
