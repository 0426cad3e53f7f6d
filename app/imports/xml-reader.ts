import { SaxesParser } from "saxes";
import { ImportFileError } from "./import-problem.ts";

/** What a reader of a workbook's part wants to know, by names without their namespace prefix. */
export interface XmlEvents {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Most characters between two tags; Excel allows 32,767 in a cell. */
const MOST_BETWEEN_TAGS = 8 * 1024 * 1024;
const PIECE = 64 * 1024;

export interface XmlReader {
  write(bytes: Uint8Array): void;
  end(): void;
}

/**
 * Reads XML piece by piece. Entities of the document's own are not expanded, and no text between two tags may grow
 * without end. Both methods throw ImportFileError for what is no well-formed XML.
 */
export function createXmlReader({ open, text, close }: XmlEvents): XmlReader {
  const parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false });
  const decoder = new TextDecoder("utf-8");
  let sinceTag = 0;
  parser.on("opentag", ({ name, attributes }) => {
    sinceTag = 0;
    open(localName(name), attributes);
  });
  parser.on("closetag", ({ name }) => {
    sinceTag = 0;
    close?.(localName(name));
  });
  if (text) parser.on("text", text);
  parser.on("error", (error) => {
    throw new ImportFileError("damaged-workbook", { cause: error });
  });
  const write = (piece: string) => {
    for (let at = 0; at < piece.length; at += PIECE) {
      sinceTag += Math.min(PIECE, piece.length - at);
      if (sinceTag > MOST_BETWEEN_TAGS) throw new ImportFileError("inflated-workbook");
      parser.write(piece.slice(at, at + PIECE));
    }
  };
  return {
    write: (bytes) => write(decoder.decode(bytes, { stream: true })),
    end: () => {
      write(decoder.decode());
      parser.close();
    },
  };
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** Characters that XML cannot hold are written `_x000D_`. */
export function unescapeText(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
