import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Liquid } from "liquidjs";
import { type ExtensionFiles, filesIn, readExtension, textOf } from "./checks/extension-files.ts";

/** One request of the page to the app proxy, as it was sent. */
export type Sent = Record<string, unknown> & { do: string };
export type Respond = (sent: Sent) => { status: number; body?: object; headers?: Record<string, string> } | "break off";

/** What the page's address asks for. */
export interface SurveyPage {
  /** Other than the schema's defaults. */
  settings?: Record<string, unknown>;
  locale?: string;
  block?: "survey-panel" | "survey-section";
  design?: boolean;
  pageType?: string;
  /** Before the survey's block in the page. */
  html?: string;
  css?: string;
}

/** A page with the survey's own block in it, and an app proxy that keeps what it gets. */
export interface SurveyServer {
  sent: Sent[];
  respond: Respond;
  urlOf(page: SurveyPage): string;
  close(): Promise<void>;
}

const FOLDER = "extensions/satisfaction-survey";
const THEME = "body { margin: 0; font: 16px/1.5 'Liberation Sans', sans-serif; color: #1d1d2b; background: #fff }";

/** As the app answers when all is well. */
export const WELL: Respond = (sent) => ({ status: 200, body: sent.do === "open" ? { token: "t1" } : { ok: true } });

/** Serves on loopback until it is closed. */
export async function serveSurvey(): Promise<SurveyServer> {
  const files = readExtension(FOLDER);
  const served: SurveyServer = {
    sent: [],
    respond: WELL,
    urlOf: (page) => `${origin}/?page=${encodeURIComponent(JSON.stringify(page))}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://loopback");
    if (request.method === "POST") {
      const sent: Sent = JSON.parse(await bodyOf(request));
      served.sent.push(sent);
      const reply = served.respond(sent);
      if (reply === "break off") return request.socket.destroy();
      response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
      return response.end(JSON.stringify(reply.body ?? { error: "refused" }));
    }
    if (url.pathname.endsWith(".js")) {
      response.writeHead(200, { "content-type": "text/javascript" });
      return response.end(files.get("assets/satisfaction-survey.js"));
    }
    response.writeHead(url.pathname === "/" ? 200 : 204, { "content-type": "text/html; charset=utf-8" });
    response.end(url.pathname === "/" ? pageOf(files, JSON.parse(url.searchParams.get("page") ?? "{}")) : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address of this kind.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return served;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function pageOf(files: ExtensionFiles, page: SurveyPage): string {
  const {
    settings,
    locale = "en",
    block = "survey-panel",
    design = false,
    pageType = "index",
    html = "",
    css = "",
  } = page;
  const source = textOf(files, `blocks/${block}.liquid`);
  const [, schema = "{}"] = /\{% schema %\}([\s\S]*)\{% endschema %\}/.exec(source) ?? [];
  const known: { id?: string; default?: unknown }[] = JSON.parse(schema).settings;
  const defaults = known.filter(({ id }) => id).map(({ id, default: value }) => [id, value ?? null]);
  const survey = engineOf(files, locale).parseAndRenderSync(
    source.replace(/\{% schema %\}[\s\S]*/, ""),
    {
      block: { settings: { ...Object.fromEntries(defaults), ...settings } },
    },
    { globals: { request: { design_mode: design, page_type: pageType, locale: { iso_code: locale } } } },
  );
  return `<!doctype html><html lang="${locale}"><head><meta name="viewport" content="width=device-width"><title>Shop</title>
    <style>${THEME} ${css}</style></head><body><main><h1>Shop</h1>${html}</main>${survey}</body></html>`;
}

/** Knows the filters that the blocks use, and refuses all else. */
function engineOf(files: ExtensionFiles, locale: string): Liquid {
  const texts = JSON.parse(textOf(files, `locales/${locale}.json`) || textOf(files, "locales/en.default.json"));
  const templates = Object.fromEntries(
    filesIn(files, "snippets").map(([path, text]) => [path.slice("snippets/".length), text.toString("utf8")]),
  );
  const engine = new Liquid({ templates, extname: ".liquid", strictFilters: true, strictVariables: true });
  engine.registerFilter("t", (key: string) => {
    const [group = "", name = ""] = key.split(".");
    return texts[group][name];
  });
  engine.registerFilter("asset_url", (name: string) => `/${name}`);
  engine.registerFilter("color_contrast", (one: string, other: string) => contrastOf(one, other));
  return engine;
}

/** WCAG's contrast of two colours written as #rrggbb. */
function contrastOf(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.slice(1).match(/../g) ?? []).map((pair) => {
    const part = Number.parseInt(pair, 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
