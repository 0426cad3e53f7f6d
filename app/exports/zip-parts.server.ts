import { pipeline, Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";

/** A file of an archive; its text is taken piece by piece. */
export interface ZipPart {
  name: string;
  content: AsyncIterable<string> | Iterable<string>;
}

/** Beyond it an archive needs a format of its own, which a table of tens of millions of rows would not reach. */
const MOST_BYTES = 0xffff_ffff;
/** Sheets hold the same few words again and again; more effort makes them hardly smaller. */
const LEVEL = 1;
const VERSION = 20;
const DEFLATED = 8;
/** Sizes follow the content; names are UTF-8. */
const FLAGS = 0x0808;
/** 1 January 1980, the first day that archives know: the same table makes the same file. */
const DATE = 0x0021;

interface Entry {
  name: Buffer;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

/**
 * A ZIP archive of these files, deflated, as it comes: each part is taken to its end before the next is asked for, and none
 * is ever held whole.
 * @throws RangeError for an archive of 4 GB and more
 */
export async function* zipParts(parts: AsyncIterable<ZipPart>): AsyncGenerator<Uint8Array> {
  const entries: Entry[] = [];
  let offset = 0;
  for await (const { name, content } of parts) {
    const entry: Entry = { name: Buffer.from(name), crc: 0, packed: 0, size: 0, offset };
    const local = localHeader(entry);
    yield local;
    yield* deflated(content, entry);
    const sizes = dataDescriptor(entry);
    yield sizes;
    offset += local.length + entry.packed + sizes.length;
    if (Math.max(offset, entry.size) > MOST_BYTES) throw new RangeError("The workbook would be larger than 4 GB.");
    entries.push(entry);
  }
  const directory = Buffer.concat(entries.map(directoryEntry));
  yield directory;
  yield endOfDirectory(entries.length, directory.length, offset);
}

async function* deflated(content: ZipPart["content"], entry: Entry): AsyncGenerator<Uint8Array> {
  async function* counted() {
    for await (const text of content) {
      const bytes = Buffer.from(text);
      entry.crc = crc32(bytes, entry.crc);
      entry.size += bytes.length;
      yield bytes;
    }
  }
  const deflate = createDeflateRaw({ level: LEVEL });
  // A failure of the content destroys the stream that is read below, which throws it.
  pipeline(Readable.from(counted(), { objectMode: true, highWaterMark: 1 }), deflate, () => undefined);
  for await (const chunk of deflate) {
    const bytes: Uint8Array = chunk;
    entry.packed += bytes.length;
    yield bytes;
  }
}

function localHeader({ name }: Entry): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(DEFLATED, 8);
  header.writeUInt16LE(DATE, 12);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function dataDescriptor({ crc, packed, size }: Entry): Buffer {
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(crc, 4);
  descriptor.writeUInt32LE(packed % (MOST_BYTES + 1), 8);
  descriptor.writeUInt32LE(size % (MOST_BYTES + 1), 12);
  return descriptor;
}

function directoryEntry({ name, crc, packed, size, offset }: Entry): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(VERSION, 4);
  entry.writeUInt16LE(VERSION, 6);
  entry.writeUInt16LE(FLAGS, 8);
  entry.writeUInt16LE(DEFLATED, 10);
  entry.writeUInt16LE(DATE, 14);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(packed, 20);
  entry.writeUInt32LE(size, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE(offset, 42);
  return Buffer.concat([entry, name]);
}

function endOfDirectory(count: number, length: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
