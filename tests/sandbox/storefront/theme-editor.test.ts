import { afterAll, beforeAll, expect, test } from "vitest";
import { TINY_KEYS } from "../shopify/tiny-app.ts";
import { type PlayedStore, playStore } from "./played-store.ts";

const EDITOR = "/store/fernworks/themes/current/editor";
let store: PlayedStore;
beforeAll(async () => {
  store = await playStore();
});
afterAll(() => store.close());

test("a deep link opens the editor with the embed switched on and not saved yet, its labels in words", async () => {
  const page = await admin(`${EDITOR}?context=apps&template=index&activateAppId=${TINY_KEYS.apiKey}/panel`);
  expect(page.status).toBe(200);
  const html = await page.text();
  expect(html).toContain(">Panel</button>");
  expect(html).toContain("<h3>Panel</h3>");
  expect(html).toMatch(/"block":"panel","template":null,"isEnabled":false,[^}]*\},"asked":true/);
  expect(await statusOf("panel")).toEqual({ status: "available", targets: [] });
});

test("a link to a block, an app or a template that is not there is refused", async () => {
  for (const link of ["activateAppId=other/panel", `activateAppId=${TINY_KEYS.apiKey}/nothing`, "template=nothing"]) {
    expect((await admin(`${EDITOR}?${link}`)).status, link).toBe(404);
  }
  expect((await admin(`${EDITOR}?activateAppId=${TINY_KEYS.apiKey}/section`)).status).toBe(404);
});

test("saving changes what the store shows and what App Bridge tells, in its own shape", async () => {
  const settings = { name: "neighbour", ink: "#ff0000", side: "right", gap: 8 };
  expect((await save([{ extension: "tiny", block: "panel", template: null, isEnabled: true, settings }])).status).toBe(
    200,
  );
  const { html } = await store.get("/");
  expect(html).toContain("Hello neighbour");
  expect(html).toContain("color: #ff0000; --contrast: 4");
  const told = await (await admin("/_sandbox/extensions", { method: "POST" })).json();
  expect(told[0]).toMatchObject({
    handle: "tiny",
    type: "theme_app_extension",
    activations: [
      {
        ...{ target: "body", handle: "panel", name: "Panel", status: "active" },
        activations: [{ target: "body", themeId: expect.stringMatching(/^gid:\/\/shopify\/OnlineStoreTheme\/\d+$/) }],
      },
      { target: "section", handle: "section", name: "Section", status: "available", activations: [] },
    ],
  });
  await save([{ extension: "tiny", block: "section", template: "product", isEnabled: true, settings: {} }]);
  expect((await statusOf("section")).targets).toEqual([expect.stringMatching(/^template--product\/main\/\w+$/)]);
});

test("values that the editor offers no way to enter are refused", async () => {
  for (const settings of [{ side: "up" }, { gap: 21 }, { colour: "#fff" }]) {
    const answer = await save([{ extension: "tiny", block: "panel", template: null, isEnabled: true, settings }]);
    expect(answer.status, JSON.stringify(settings)).toBe(422);
  }
});

test("the preview shows what is not saved, in design mode, to the editor alone", async () => {
  const draft = { extension: "tiny", block: "panel", template: null, isEnabled: true, settings: { name: "draft" } };
  const encoded = Buffer.from(JSON.stringify(draft)).toString("base64url");
  const { html, headers } = await store.get(`/?_design=${encoded}`);
  expect(html).toContain("Hello draft");
  expect(html).toContain('data-design="true"');
  expect(html).toContain('"designMode":true');
  expect(headers.get("content-security-policy")).toBe(`frame-ancestors ${store.sandbox.adminOrigin}`);
  expect((await store.get("/")).html).not.toContain("Hello draft");
});

test("a schema that Shopify would not take is an error that names the file", async () => {
  const broken: Record<string, string> = {
    '{ "name": "X", "target": "body", "settings": [], }': "is not JSON",
    '{ "name": "X", "target": "footer", "settings": [] }': 'no target "footer"',
    '{ "name": "X", "target": "body", "settings": [{ "type": "dial", "id": "x" }] }': 'no setting of the type "dial"',
  };
  for (const [schema, reason] of Object.entries(broken)) {
    await store.write("tiny/blocks/broken.liquid", `{% schema %}${schema}{% endschema %}`);
    const { status, html } = await store.get("/");
    expect(status, schema).toBe(500);
    expect(html, schema).toContain("blocks/broken.liquid");
    expect(html, schema).toContain(reason);
  }
});

function admin(path: string, init?: RequestInit): Promise<Response> {
  return fetch(`${store.sandbox.adminOrigin}${path}`, init);
}

function save(drafts: object[]): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return admin("/_sandbox/theme/save", { method: "POST", headers, body: JSON.stringify(drafts) });
}

async function statusOf(block: string): Promise<{ status: string; targets: string[] }> {
  interface Told {
    activations: { handle: string; status: string; activations: { target: string }[] }[];
  }
  // Just told by the sandbox, in the shape that the test above looks at.
  const told = (await (await admin("/_sandbox/extensions", { method: "POST" })).json()) as Told[];
  const found = told.flatMap(({ activations }) => activations).find(({ handle }) => handle === block);
  return { status: found?.status ?? "", targets: found?.activations.map(({ target }) => target) ?? [] };
}
