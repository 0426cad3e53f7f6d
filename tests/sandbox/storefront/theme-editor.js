/** Runs the simulated theme editor: a form for each block beside the store, which shows what is not saved yet. */
const config = JSON.parse(document.getElementById("editor-config").textContent);
const save = document.getElementById("save");
const state = document.getElementById("state");
const preview = document.getElementById("preview");
const cards = [...document.querySelectorAll("[data-block]")];
const dirty = new Set();
let timer = 0;

function blockOf(card) {
  return config.blocks.find((one) => `${one.extension}/${one.block}` === card.dataset.block);
}

function draftOf(card) {
  const { extension, block, template } = blockOf(card);
  const settings = {};
  for (const input of card.querySelectorAll("[name]")) {
    const isNumber = input.type === "range" || input.type === "number";
    const isEmptyNumber = isNumber && input.value === "";
    const isEmptyColor = input.dataset.type?.startsWith("color") && input.value === "";
    if (input.type === "checkbox") settings[input.name] = input.checked;
    else settings[input.name] = isEmptyNumber || isEmptyColor ? null : isNumber ? Number(input.value) : input.value;
  }
  return { extension, block, template, isEnabled: card.querySelector("[data-enabled]").checked, settings };
}

function show(card) {
  const text = new TextEncoder().encode(JSON.stringify(draftOf(card)));
  const draft = btoa(String.fromCharCode(...text))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
  preview.src = `${config.storefront}${config.path}?_design=${draft}`;
}

function touched(card) {
  dirty.add(card);
  save.disabled = false;
  state.textContent = "Unsaved changes";
  for (const output of card.querySelectorAll("output")) output.textContent = output.previousElementSibling.value;
  clearTimeout(timer);
  timer = setTimeout(() => show(card), 250);
}

function fill(card) {
  const { settings, isEnabled } = blockOf(card);
  for (const input of card.querySelectorAll("[name]")) {
    const value = settings[input.name];
    if (input.type === "checkbox") input.checked = value === true;
    else input.value = value ?? "";
    if (input.type === "range") input.nextElementSibling.textContent = input.value;
  }
  card.querySelector("[data-enabled]").checked = isEnabled;
}

function unfold(card, isOpen) {
  card.querySelector(".fields").hidden = !isOpen;
  card.querySelector(".name").setAttribute("aria-expanded", String(isOpen));
}

for (const card of cards) {
  fill(card);
  card.addEventListener("input", () => touched(card));
  card.querySelector(".name").addEventListener("click", () => unfold(card, card.querySelector(".fields").hidden));
  const { asked, shown } = blockOf(card);
  if (shown) unfold(card, true);
  if (asked) {
    card.querySelector("[data-enabled]").checked = true;
    touched(card);
  }
}
const first = cards.find((card) => blockOf(card).shown) ?? cards[0];
if (first) show(first);
else preview.src = `${config.storefront}${config.path}`;

save.addEventListener("click", async () => {
  save.disabled = true;
  const headers = { "content-type": "application/json" };
  const response = await fetch("/_sandbox/theme/save", {
    method: "POST",
    headers,
    body: JSON.stringify([...dirty].map(draftOf)),
  });
  const answer = await response.json();
  state.textContent = response.ok ? "Saved" : answer.error;
  save.disabled = response.ok;
  if (response.ok) dirty.clear();
});

addEventListener("beforeunload", (event) => {
  if (dirty.size > 0) event.preventDefault();
});
