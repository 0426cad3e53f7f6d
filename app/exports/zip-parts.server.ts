import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { ZipFile } from "yazl";

/** A file of an archive; its text is taken piece by piece. */
export interface ZipPart {
  name: string;
  content: AsyncIterable<string> | Iterable<string>;
}

/** What spreadsheets open: beyond it an archive is of another format, which a table of tens of millions of rows would not reach. */
const MOST_BYTES = 0xffff_ffff;
const OPTIONS = {
  /** Sheets hold the same few words again and again; more effort makes them hardly smaller. */
  compressionLevel: 1,
  /** The first day that archives know, told in no other way: the same table makes the same file. */
  mtime: new Date(1980, 0, 1),
  forceDosTimestamp: true,
};

/**
 * A ZIP archive of these files, deflated, as it comes: each part is taken to its end before the next is asked for, and none
 * is ever held whole.
 * @throws RangeError for an archive of 4 GB and more
 */
export async function* zipParts(parts: AsyncIterable<ZipPart>): AsyncGenerator<Uint8Array> {
  const archive = new ZipFile();
  const stop = new AbortController();
  const output = archive.outputStream.pipe(new PassThrough());
  // A part that fails is told by what fills the archive, and ends the stream that is read below.
  archive.on("error", () => undefined);
  fill(archive, parts, stop.signal).catch((error: Error) => output.destroy(error));
  let written = 0;
  try {
    for await (const chunk of output) {
      const bytes: Uint8Array = chunk;
      written += bytes.length;
      if (written > MOST_BYTES) throw tooLarge();
      yield bytes;
    }
  } finally {
    stop.abort();
  }
}

async function fill(archive: ZipFile, parts: AsyncIterable<ZipPart>, signal: AbortSignal): Promise<void> {
  for await (const { name, content } of parts) {
    const bytes = Readable.from(bytesOf(content), { objectMode: true, highWaterMark: 1 });
    archive.addReadStream(bytes, name, OPTIONS);
    try {
      await once(bytes, "end", { signal });
    } finally {
      bytes.destroy();
    }
  }
  archive.end();
}

async function* bytesOf(content: ZipPart["content"]): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const text of content) {
    const bytes = Buffer.from(text);
    size += bytes.length;
    if (size > MOST_BYTES) throw tooLarge();
    yield bytes;
  }
}

function tooLarge(): RangeError {
  return new RangeError("The workbook would be larger than 4 GB.");
}
