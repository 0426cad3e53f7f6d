import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { ThemeExtension } from "./theme-extension.ts";

const FOLDER = fileURLToPath(new URL("./", import.meta.url));
const TYPES: Record<string, string> = {
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
  json: "application/json",
};

/** A file of the theme's, the extensions' or the chat's; undefined when the path is none of theirs. */
export function assetAt(path: string, extensions: () => readonly ThemeExtension[]): Response | undefined {
  const theme = /^\/cdn\/theme\/assets\/([\w.-]+)$/.exec(path)?.[1];
  if (theme !== undefined) return fileResponse(join(FOLDER, "theme", "assets", basename(theme)), "kept");
  const chat = /^\/_sandbox\/chat\/([\w.-]+)$/.exec(path)?.[1];
  if (chat !== undefined) return fileResponse(join(FOLDER, "chat", basename(chat)), "fresh");
  const [, handle, name] = /^\/cdn\/extensions\/([\w-]+)\/assets\/([\w.-]+)$/.exec(path) ?? [];
  if (handle === undefined || name === undefined) return undefined;
  const extension = extensions().find((one) => one.handle === handle);
  return extension ? fileResponse(join(extension.directory, "assets", basename(name)), "kept") : notFound();
}

function fileResponse(file: string, age: "kept" | "fresh"): Response {
  const type = TYPES[file.split(".").at(-1) ?? ""];
  if (type === undefined || !existsSync(file)) return notFound();
  const headers = {
    "content-type": `${type}; charset=utf-8`,
    "cache-control": age === "kept" ? "public, max-age=31557600, immutable" : "no-cache",
  };
  return new Response(readFileSync(file), { headers });
}

function notFound(): Response {
  return new Response("There is no such file.\n", { status: 404 });
}

/** As the CDN does it. */
export async function compressed(response: Response, request: Request): Promise<Response> {
  const accepted = request.headers.get("accept-encoding") ?? "";
  const encoding = accepted.includes("br") ? "br" : accepted.includes("gzip") ? "gzip" : null;
  const isText = /^(text|application\/(json|liquid)|image\/svg)/.test(response.headers.get("content-type") ?? "");
  if (encoding === null || !isText || response.body === null) return response;
  const raw = Buffer.from(await response.arrayBuffer());
  const changed = new Response(new Uint8Array(encoding === "br" ? brotliCompressSync(raw) : gzipSync(raw)), response);
  changed.headers.set("content-encoding", encoding);
  changed.headers.append("vary", "accept-encoding");
  return changed;
}
