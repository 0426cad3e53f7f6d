/** Bytes of a stored file. */
export interface ByteSource {
  size: number;
  /** The bytes from `from` up to and without `to`, in pieces, as they are asked for. */
  read(from: number, to: number): AsyncIterable<Uint8Array>;
}

/** Rows of a file, in order, with the share of the file (0 to 1) that has been read behind them. */
export interface TableBatch<Row> {
  rows: Row[];
  share: number;
}
