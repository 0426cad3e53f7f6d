import { Readable } from "node:stream";
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from "yauzl";
import type { ByteSource } from "./byte-source.ts";
import { ImportFileError } from "./import-problem.ts";

/** A workbook of a million rows has a few dozen parts. */
const MOST_PARTS = 5_000;
/** Sheets of text shrink to a tenth or a thirtieth; far beyond that a file was made to fill somebody's memory. */
const MOST_INFLATION = 250;
const INFLATION_COUNTS_FROM = 64 * 1024 * 1024;
const MOST_BYTES = 8 * 1024 ** 3;

/** The parts of a workbook (a ZIP archive), each read as a stream. */
export interface WorkbookArchive {
  names(): string[];
  /** Pieces of a part, with the share (0 to 1) of it that has been read. @throws ImportFileError */
  read(name: string): AsyncGenerator<{ bytes: Uint8Array; share: number }, void, undefined>;
}

/** Opens an archive without reading more of it than its directory. @throws ImportFileError when it is damaged */
export async function openWorkbookArchive(source: ByteSource): Promise<WorkbookArchive> {
  const reader = new SourceReader(source);
  const archive = await explained(reader, () =>
    fromRandomAccessReaderPromise(reader, source.size, { lazyEntries: true, autoClose: false }),
  );
  const parts = await explained(reader, () => listParts(archive));
  return {
    names: () => [...parts.keys()],
    read: (name) => readPart({ archive, reader, part: parts.get(name) }),
  };
}

async function listParts(archive: ZipFile): Promise<Map<string, Entry>> {
  const parts = new Map<string, Entry>();
  for await (const entry of archive.eachEntry()) {
    parts.set(entry.fileName, entry);
    if (parts.size > MOST_PARTS) throw new ImportFileError("damaged-workbook");
  }
  return parts;
}

interface Part {
  archive: ZipFile;
  reader: SourceReader;
  part: Entry | undefined;
}

async function* readPart({ archive, reader, part }: Part) {
  if (!part) throw new ImportFileError("damaged-workbook");
  const { compressedSize, uncompressedSize } = part;
  const inflated = uncompressedSize > INFLATION_COUNTS_FROM && uncompressedSize > compressedSize * MOST_INFLATION;
  if (inflated || uncompressedSize > MOST_BYTES) throw new ImportFileError("inflated-workbook");
  // The library ends the stream with an error when a part is longer than it says.
  const stream = await explained(reader, () => archive.openReadStreamPromise(part));
  const pieces: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  let done = 0;
  try {
    for (;;) {
      const piece = await explained(reader, () => pieces.next());
      if (piece.done) return;
      done += piece.value.length;
      yield { bytes: piece.value, share: uncompressedSize === 0 ? 1 : done / uncompressedSize };
    }
  } finally {
    stream.destroy();
  }
}

/** What goes wrong with the archive is the file's fault, unless its bytes could not be had. */
async function explained<Result>(reader: SourceReader, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (reader.failure) throw reader.failure;
    if (error instanceof ImportFileError) throw error;
    throw new ImportFileError("damaged-workbook", { cause: error });
  }
}

class SourceReader extends RandomAccessReader {
  failure: Error | null = null;
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#pieces(start, end), { objectMode: false });
  }

  async *#pieces(start: number, end: number) {
    try {
      yield* this.#source.read(start, end);
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error("the file's bytes could not be read", { cause: error });
      throw error;
    }
  }
}
