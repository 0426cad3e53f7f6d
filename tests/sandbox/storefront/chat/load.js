/** Loads the shop's chat widget as a store's own snippet would: after the page, and at its leisure. */
import { makeChat } from "./chat-window.js";

const LATE_MS = 300;
const told = JSON.parse(document.getElementById("sandbox-chat").textContent);
await new Promise((resolve) => setTimeout(resolve, LATE_MS));
const { install } = await import(`./${told.widget}.js`);
const chat = makeChat(told);
install(chat, told);
