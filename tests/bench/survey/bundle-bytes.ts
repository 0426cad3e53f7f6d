import { brotliCompressSync, constants, gzipSync } from "node:zlib";

export interface Bytes {
  raw: number;
  gzip: number;
  brotli: number;
}

/** Size of files that are fetched one by one, each compressed by itself as hard as it can be: gzip -9 and brotli 11. */
export function bytesOf(files: readonly (Buffer | string)[]): Bytes {
  const all = files.map((file) => {
    const raw = Buffer.from(file);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length };
    const gzip = gzipSync(raw, { level: 9 }).length;
    return { raw: raw.length, gzip, brotli: brotliCompressSync(raw, { params }).length };
  });
  const sum = (key: keyof Bytes) => all.reduce((total, bytes) => total + bytes[key], 0);
  return { raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") };
}

/** What a page has grown by, in each of the ways in which it is sent. */
export function growthOf(before: string, after: string): Bytes {
  const [small, large] = [bytesOf([before]), bytesOf([after])];
  return { raw: large.raw - small.raw, gzip: large.gzip - small.gzip, brotli: large.brotli - small.brotli };
}
