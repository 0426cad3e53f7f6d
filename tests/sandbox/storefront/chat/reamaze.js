/**
 * Re:amaze: the page's settings stand in `_support`, the loaded script is `Reamaze` (reamaze.com/developer). No event of it
 * that tells of messages or of the window's closing is publicly documented, so the stand-in fires none.
 */
import { idle, strictObject } from "./strict.js";

export function install(chat) {
  window._support ??= { ui: {}, user: {} };
  window.Reamaze = strictObject("Reamaze", { ...idle(["reload"]), popup: chat.open });
}
