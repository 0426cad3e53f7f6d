/** Longest pause between two pieces of a result, and longest line that is read; an order's line has a few hundred bytes. */
const STALL_MS = 30_000;
const LONGEST_LINE_BYTES = 1_000_000;
const NEWLINE = 0x0a;

/**
 * The result of a bulk operation cannot be read: `expired` (the address is not valid any more, a new operation is
 * needed) or `interrupted` (try the same address again).
 */
export class BulkResultError extends Error {
  readonly kind: "expired" | "interrupted";

  constructor(kind: "expired" | "interrupted", message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "BulkResultError";
    this.kind = kind;
  }
}

/**
 * Streams the nodes of a bulk result in JSONL, `size` at a time and never more than that in memory. Children of nested
 * connections, which stand anywhere in the file, are left out; a line that is no JSON comes as null.
 * @throws BulkResultError
 */
export async function* streamBulkResult(url: string, size: number): AsyncGenerator<unknown[]> {
  let batch: unknown[] = [];
  for await (const line of linesAt(url)) {
    const node = parseLine(line);
    if (isChild(node)) continue;
    batch.push(node);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* linesAt(url: string): AsyncGenerator<Buffer> {
  const stall = new AbortController();
  let timer = setTimeout(() => stall.abort(), STALL_MS);
  try {
    const body = await open(url, stall.signal);
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of body) {
      clearTimeout(timer);
      const { lines, tail } = cutLines(Buffer.concat([rest, chunk]));
      rest = tail;
      yield* lines;
      timer = setTimeout(() => stall.abort(), STALL_MS);
    }
    if (rest.length > 0) yield rest;
  } catch (cause) {
    if (cause instanceof BulkResultError) throw cause;
    throw new BulkResultError("interrupted", "The result broke off", { cause });
  } finally {
    clearTimeout(timer);
  }
}

async function open(url: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const response = await fetch(url, { signal });
  if (response.ok && response.body) return chunksOf(response.body.getReader());
  await response.body?.cancel();
  const isGone = response.status >= 400 && response.status < 500 && response.status !== 429;
  throw new BulkResultError(isGone ? "expired" : "interrupted", `The result was answered with ${response.status}`);
}

async function* chunksOf(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel();
  }
}

function cutLines(bytes: Buffer): { lines: Buffer[]; tail: Buffer } {
  const lines: Buffer[] = [];
  let from = 0;
  for (let to = bytes.indexOf(NEWLINE); to >= 0; to = bytes.indexOf(NEWLINE, from)) {
    if (to > from) lines.push(bytes.subarray(from, to));
    from = to + 1;
  }
  const tail = bytes.subarray(from);
  if (tail.length > LONGEST_LINE_BYTES) throw new BulkResultError("interrupted", "A line is too long to be an order");
  return { lines, tail };
}

function parseLine(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isChild(node: unknown): boolean {
  return typeof node === "object" && node !== null && "__parentId" in node;
}
