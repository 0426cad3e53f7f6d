import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream, type WriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import type { SandboxClock } from "../simulator.ts";

/** The host that Shopify hands bulk results out from. */
export const RESULTS_HOST = "storage.googleapis.com";

const URL_LIFETIME_MS = 7 * 24 * 3600 * 1000;

export interface ResultFile {
  name: string;
  write(text: string): Promise<void>;
  /** Ends the file; its size in bytes. */
  finish(): Promise<number>;
}

/** Bulk results on disk, so that a result of any size costs no memory, behind signed addresses that expire. */
export class BulkResultFiles {
  readonly #clock: SandboxClock;
  readonly #secret = randomBytes(16).toString("hex");
  #folder: Promise<string> | null = null;
  #cutAfterBytes: number | null = null;
  #expiredBeforeMs = 0;

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  create(name: string): ResultFile {
    let sizeBytes = 0;
    let stream: WriteStream | null = null;
    const write = async (text: string): Promise<void> => {
      if (text === "") return;
      stream ??= createWriteStream(await this.#pathOf(name));
      sizeBytes += Buffer.byteLength(text);
      if (!stream.write(text)) await once(stream, "drain");
    };
    const finish = async (): Promise<number> => {
      if (stream) {
        stream.end();
        await once(stream, "close");
      }
      return sizeBytes;
    };
    return { name, write, finish };
  }

  urlOf(file: { name: string }): string {
    const expires = Math.floor((this.#clock().getTime() + URL_LIFETIME_MS) / 1000);
    const query = new URLSearchParams({ Expires: String(expires), Signature: this.#sign(file.name, expires) });
    return `https://${RESULTS_HOST}/bulk-operation-results/${file.name}.jsonl?${query}`;
  }

  /** The next download breaks off after so many bytes. */
  cutNextDownload(afterBytes: number): void {
    this.#cutAfterBytes = afterBytes;
  }

  /** Every address given out so far is refused from now on. */
  expireUrls(): void {
    this.#expiredBeforeMs = this.#clock().getTime() + URL_LIFETIME_MS;
  }

  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const name = /^\/bulk-operation-results\/([\w-]+)\.jsonl$/.exec(url.pathname)?.[1];
    if (name === undefined) return storageError(404, "NoSuchKey", "The specified key does not exist.");
    const expires = Number(url.searchParams.get("Expires"));
    if (url.searchParams.get("Signature") !== this.#sign(name, expires)) {
      return storageError(403, "SignatureDoesNotMatch", "The request signature does not match.");
    }
    const expiresMs = expires * 1000;
    if (expiresMs <= this.#clock().getTime() || expiresMs <= this.#expiredBeforeMs) {
      return storageError(400, "ExpiredToken", "The provided token has expired.");
    }
    return this.#download(await this.#pathOf(name));
  }

  async close(): Promise<void> {
    if (this.#folder) await rm(await this.#folder, { recursive: true, force: true });
  }

  /** The folder comes with the first result. */
  async #pathOf(name: string): Promise<string> {
    this.#folder ??= mkdtemp(path.join(tmpdir(), "sandbox-bulk-"));
    return path.join(await this.#folder, `${name}.jsonl`);
  }

  #download(file: string): Response {
    const cutAfterBytes = this.#cutAfterBytes;
    this.#cutAfterBytes = null;
    const headers = { "content-type": "application/jsonl" };
    if (cutAfterBytes === null) return new Response(webStream(createReadStream(file)), { headers });
    const cut = async function* () {
      if (cutAfterBytes > 0) yield* createReadStream(file, { end: cutAfterBytes - 1 });
      throw new Error("cut on request");
    };
    return new Response(webStream(Readable.from(cut())), { headers });
  }

  #sign(name: string, expires: number): string {
    return createHash("sha256").update(`${this.#secret} ${name} ${expires}`).digest("hex");
  }
}

function webStream(stream: Readable): ReadableStream<Uint8Array> {
  // Node types its own web streams apart from the global ones; at run time they are the same classes.
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}

function storageError(status: number, code: string, message: string): Response {
  const body = `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return new Response(body, { status, headers: { "content-type": "application/xml; charset=UTF-8" } });
}
