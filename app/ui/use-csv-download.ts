import { useState } from "react";

interface CsvDownload {
  /** The file gets the name that its answer gives it where none is wanted. */
  download(url: string, fileName?: string): Promise<void>;
  busy: boolean;
  failed: boolean;
}

/**
 * Fetches a file and hands it to the browser. A plain link would not do: only requests that the page itself makes carry
 * the session token.
 */
export function useCsvDownload(): CsvDownload {
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const download = async (url: string, fileName?: string) => {
    setState("busy");
    const file = await fetchFile(url);
    if (file) offer(file.content, fileName ?? file.name);
    setState(file ? "idle" : "failed");
  };
  return { download, busy: state === "busy", failed: state === "failed" };
}

/** Null when it could not be had in full: half a file must not be taken for a whole one. */
async function fetchFile(url: string): Promise<{ content: Blob; name: string } | null> {
  try {
    const response = await fetch(url);
    if (!response.ok) return null;
    return { content: await response.blob(), name: nameIn(response.headers.get("Content-Disposition") ?? "") };
  } catch (error) {
    console.warn("The download broke off.", error);
    return null;
  }
}

/** Our own answers only: names are plain and in quotes. */
function nameIn(disposition: string): string {
  return /filename="([^"]+)"/.exec(disposition)?.[1] ?? "export";
}

function offer(file: Blob, fileName: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
  // Some browsers read the address only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
