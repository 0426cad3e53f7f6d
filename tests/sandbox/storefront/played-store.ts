import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { listen, webHandler } from "../proxy/serve.ts";
import { type Sandbox, startSandbox } from "../server.ts";
import { TINY_CONFIG, TINY_KEYS, TINY_TRIGGER, tinyShop } from "../shopify/tiny-app.ts";

/** An extension as small as one can be that still uses what the real one does. */
const EXTENSION: Record<string, string> = {
  "tiny/shopify.extension.toml": 'name = "Tiny"\ntype = "theme"\n',
  "tiny/assets/tiny.js": "window.tiny = true;",
  "tiny/snippets/greeting.liquid": "<p>{{ 'greeting' | t: name: name }}</p>",
  "tiny/blocks/panel.liquid": `<div data-lang="{{ request.locale.iso_code }}" data-design="{{ request.design_mode }}" data-page="{{ request.page_type }}"
    data-customer="{{ customer.id }}" style="color: {{ block.settings.ink }}; --contrast: {{ block.settings.ink | color_contrast: '#ffffff' }}">
    {%- render 'greeting', name: block.settings.name -%}</div>
    <script src="{{ 'tiny.js' | asset_url }}" defer></script>
    {% schema %}{ "name": "t:panel", "target": "body", "settings": [
      { "type": "header", "content": "t:panel" },
      { "type": "text", "id": "name", "label": "Name", "default": "<friend>" },
      { "type": "color", "id": "ink", "label": "Ink", "default": "#000000" },
      { "type": "select", "id": "side", "label": "Side", "default": "left", "options": [{ "value": "left", "label": "Left" }, { "value": "right", "label": "Right" }] },
      { "type": "range", "id": "gap", "label": "Gap", "min": 0, "max": 20, "step": 2, "default": 4 }
    ] }{% endschema %}`,
  "tiny/blocks/section.liquid": `<b>{{ section.id }} {{ product.title }}</b>{% schema %}{ "name": "Section", "target": "section", "settings": [] }{% endschema %}`,
  "tiny/locales/en.default.json": '{ "greeting": "Hello {{ name }}" }',
  "tiny/locales/nl.json": '{ "greeting": "Hallo {{ name }}" }',
  "tiny/locales/en.default.schema.json": '{ "panel": "Panel" }',
  "flow-tiny/shopify.extension.toml": TINY_TRIGGER,
};

const CONFIG = `${TINY_CONFIG}
[app_proxy]
url = "/proxy"
subpath = "tiny"
prefix = "apps"
`;

export interface ProxiedRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: string;
}

/** A store with a tiny app behind its proxy, and a folder for the app's extensions. */
export interface PlayedStore {
  sandbox: Sandbox;
  /** What the app got from the proxy. */
  proxied: ProxiedRequest[];
  /** The app's next answer to the proxy; a plain "ok" unless set. */
  answer: { next: Response | null };
  /** Writes a file of the extensions, as a developer would. */
  write(path: string, text: string): Promise<void>;
  /** A page of the store. */
  get(path: string, headers?: Record<string, string>): Promise<{ status: number; html: string; headers: Headers }>;
  control(command: string, args: unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

export async function playStore(): Promise<PlayedStore> {
  const folder = await mkdtemp(join(tmpdir(), "deskworth-store-"));
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(EXTENSION)) await write(path, text);
  const proxied: ProxiedRequest[] = [];
  const answer: PlayedStore["answer"] = { next: null };
  const app = await listen(
    webHandler(async (request) => {
      const { method, headers } = request;
      proxied.push({ method, url: new URL(request.url), headers, body: await request.text() });
      const next = answer.next ?? new Response("ok");
      answer.next = null;
      return next;
    }),
  );
  const sandbox = await startSandbox({
    dataset: tinyShop(new Date()),
    simulators: [],
    clock: () => new Date(),
    app: { origin: app.origin, ...TINY_KEYS },
    options: {
      appConfig: CONFIG,
      extensionsDirectory: folder,
      isInstalled: true,
      themeFile: join(folder, "theme.json"),
    },
  });
  return {
    ...{ sandbox, proxied, answer, write },
    get: async (path, headers = {}) => {
      const response = await fetch(`${sandbox.storefrontOrigin}${path}`, { headers, redirect: "manual" });
      return { status: response.status, html: await response.text(), headers: response.headers };
    },
    control: async (command, args) => {
      const url = `${sandbox.adminOrigin}/_sandbox/control/${command}`;
      const headers = { "content-type": "application/json" };
      return (await fetch(url, { method: "POST", headers, body: JSON.stringify(args) })).json();
    },
    close: async () => {
      await sandbox.close();
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
