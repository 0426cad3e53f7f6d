import { config, FRAME_PARAMS, isFramed, listeners, post } from "./host.js";
import { reload } from "./session-token.js";

/** Leaving the frame, and the address bar that follows the app. */
/** Path in the simulated admin that an address of Shopify's admin stands for, or null. */
function adminPathOf(address) {
  const text = String(address);
  if (/^shopify:\/*admin/i.test(text)) return `/store/${SANDBOX.storeHandle}${text.replace(/^shopify:\/*admin/i, "")}`;
  if (!URL.canParse(text, location.href)) return null;
  const url = new URL(text, location.href);
  const tail = `${url.search}${url.hash}`;
  if (url.hostname === "admin.shopify.com" || url.origin === SANDBOX.adminOrigin) return `${url.pathname}${tail}`;
  const isShopAdmin = url.hostname === config.shop && url.pathname.startsWith("/admin");
  return isShopAdmin ? `/store/${SANDBOX.storeHandle}${url.pathname.replace(/^\/admin/, "")}${tail}` : null;
}

const realOpen = window.open.bind(window);
window.open = (url, target, features) => {
  const path = url === undefined ? null : adminPathOf(url);
  const leavesFrame = target === "_top" || target === "_parent";
  if (path !== null) {
    post("open", { path, newWindow: target === "_blank" });
    return null;
  }
  if (leavesFrame && isFramed) {
    post("open", { url: new URL(url, location.href).href });
    return null;
  }
  return realOpen(url, target, features);
};

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!link || event.defaultPrevented) return;
  const path = adminPathOf(link.getAttribute("href"));
  if (path === null) return;
  event.preventDefault();
  post("open", { path, newWindow: link.target === "_blank" });
});

function ownPath() {
  const url = new URL(location.href);
  for (const name of FRAME_PARAMS) url.searchParams.delete(name);
  return `${url.pathname}${url.search}${url.hash}`;
}

let reported = null;
export function reportLocation() {
  if (reload || ownPath() === reported) return;
  reported = ownPath();
  post("location", { path: reported });
}

for (const name of ["pushState", "replaceState"]) {
  const real = history[name].bind(history);
  history[name] = (...given) => {
    real(...given);
    reportLocation();
  };
}
window.addEventListener("popstate", reportLocation);
window.addEventListener("hashchange", reportLocation);

function navigateTo(href) {
  const link = document.createElement("a");
  link.setAttribute("href", href);
  link.hidden = true;
  document.body.append(link);
  link.dispatchEvent(new Event("shopify:navigate", { bubbles: true }));
  link.remove();
}
listeners.set("navigate", ({ path }) => {
  if (path !== ownPath()) navigateTo(path);
});
