import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type PlayedStore, playStore } from "./played-store.ts";

const PANEL = { extension: "tiny", block: "panel", template: null };
const SECTION = { extension: "tiny", block: "section", template: "product" };
let store: PlayedStore;
beforeAll(async () => {
  store = await playStore();
});
afterAll(() => store.close());
beforeEach(() => place({ ...PANEL, isEnabled: true, settings: {} }));

test("an embed is on every page once it is on, with its settings' defaults, and on none before", async () => {
  for (const path of ["/", "/products/canal-mug", "/collections/all", "/pages/contact", "/cart"]) {
    const { status, html } = await store.get(path);
    expect(status, path).toBe(200);
    expect(html, path).toContain("<p>Hello &lt;friend&gt;</p>");
    expect(html, path).toMatch(/data-block-handle="panel"[\s\S]*<\/body>/);
  }
  await place({ ...PANEL, isEnabled: false, settings: {} });
  expect((await store.get("/")).html).not.toContain("data-block-handle");
});

test("Liquid's objects tell of the page, its language and who is logged in", async () => {
  const { html, headers } = await store.get("/nl/products/canal-mug?login=901");
  expect(html).toContain('data-lang="nl" data-design="false" data-page="product"');
  expect(html).toContain('data-customer="901"');
  expect(html).toContain("<p>Hallo &lt;friend&gt;</p>");
  const cookie = headers.get("set-cookie") ?? "";
  expect((await store.get("/", { cookie })).html).toContain('data-customer="901"');
  expect((await store.get("/", {})).html).toContain('data-customer=""');
});

test("a page in Arabic runs from right to left; a text without a translation falls back to the default language", async () => {
  const { html } = await store.get("/ar");
  expect(html).toContain('<html lang="ar" dir="rtl">');
  expect(html).toContain("Hello &lt;friend&gt;");
});

test("an app block stands on the template that it was added to, and nowhere else", async () => {
  await place({ ...SECTION, isEnabled: true, settings: {} });
  expect((await store.get("/products/canal-mug")).html).toContain("<b>apps Canal mug</b>");
  expect((await store.get("/")).html).not.toContain("<b>apps");
  await place({ ...SECTION, isEnabled: false, settings: {} });
  expect((await store.get("/products/canal-mug")).html).not.toContain("<b>apps");
});

test("what Shopify does not know is an error of the page that names the block", async () => {
  const schema = `{% schema %}{ "name": "Broken", "target": "body", "settings": [] }{% endschema %}`;
  const mistakes = {
    "{{ shop.nme }}": "undefined variable: shop.nme",
    "{{ block.settings.missing }}": "undefined variable",
    "{{ 'x' | shout }}": "undefined filter: shout",
    "{{ 'x' | xml_escape }}": "undefined filter: xml_escape",
    "{% include 'greeting' %}": 'tag "include" not found',
    "{% render 'nothing' %}": "nothing",
    "{{ 'no.such.key' | t }}": "translation missing: en.no.such.key",
    "{{ 'no.js' | asset_url }}": 'there is no asset "no.js"',
  };
  const broken = { extension: "tiny", block: "broken", template: null };
  for (const [liquid, reason] of Object.entries(mistakes)) {
    await store.write("tiny/blocks/broken.liquid", `${liquid}${schema}`);
    await place({ ...broken, isEnabled: true, settings: {} });
    const { status, html } = await store.get("/");
    expect(status, liquid).toBe(500);
    expect(html, liquid).toContain("tiny/blocks/broken.liquid");
    expect(html, liquid).toContain(reason);
  }
  await store.write("tiny/blocks/broken.liquid", schema);
  expect((await store.get("/")).status).toBe(200);
});

test("json and t leave nothing in a page that could end a script", async () => {
  const schema = `{% schema %}{ "name": "Broken", "target": "body", "settings": [{ "type": "text", "id": "q", "label": "Q" }] }{% endschema %}`;
  await store.write(
    "tiny/blocks/broken.liquid",
    `<script type="application/json">{{ block.settings.q | json }}</script>${schema}`,
  );
  await place({
    extension: "tiny",
    block: "broken",
    template: null,
    isEnabled: true,
    settings: { q: "</script><b>&" },
  });
  expect((await store.get("/")).html).toContain('"\\u003c/script\\u003e\\u003cb\\u003e\\u0026"');
  await place({ extension: "tiny", block: "broken", template: null, isEnabled: false, settings: {} });
});

test("a store is framed by the theme editor only, and its assets are kept under addresses that change with them", async () => {
  expect((await store.get("/")).headers.get("content-security-policy")).toBe("frame-ancestors 'none'");
  const address = /src="(\/cdn\/extensions\/tiny[^"]+)"/.exec((await store.get("/")).html)?.[1] ?? "";
  const asset = await store.get(address);
  expect(asset.html).toBe("window.tiny = true;");
  expect(asset.headers.get("cache-control")).toContain("immutable");
  await store.write("tiny/assets/tiny.js", "window.tiny = 2;");
  expect((await store.get("/")).html).not.toContain(address);
});

test("a language, a customer or a chat that is not there is refused", async () => {
  for (const path of ["/?locale=xx", "/?login=1", "/?widget=smoke-signals"]) {
    expect((await store.get(path)).status, path).toBe(400);
  }
  expect((await store.get("/products/nothing")).status).toBe(404);
});

test("the chat of the page is the one that was chosen, tied to a conversation where one was given", async () => {
  expect((await store.get("/?widget=intercom")).html).toContain('{"widget":"intercom","conversation":null}');
  await store.control("choose-chat", ["chatwoot", { conversation: "77" }]);
  expect((await store.get("/")).html).toContain('{"widget":"chatwoot","conversation":"77"}');
  await store.control("choose-chat", [null]);
  expect((await store.get("/")).html).not.toContain("sandbox-chat");
});

async function place(draft: object): Promise<void> {
  expect(await store.control("place-block", [draft])).toEqual({ result: null });
}
