import { useSearchParams } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";

/** While somebody types, the address waits: every change of it asks the server again. */
const PAUSE_MS = 300;

/**
 * The text that is searched for, kept in the address as `q`. The list follows every letter at once, the address a moment
 * later; a change of the address from elsewhere (back, forward, a link) wins.
 */
export function useGlossaryQuery(): [string, (query: string) => void] {
  const [search, setSearch] = useSearchParams();
  const inAddress = search.get("q") ?? "";
  const [query, setQuery] = useState(inAddress);
  const written = useRef(inAddress);
  useEffect(() => {
    if (inAddress === written.current) return;
    written.current = inAddress;
    setQuery(inAddress);
  }, [inAddress]);
  useEffect(() => {
    if (query === written.current) return;
    const timer = setTimeout(() => {
      written.current = query;
      setSearch((present) => withQuery(present, query), { preventScrollReset: true, replace: true });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query, setSearch]);
  return [query, setQuery];
}

function withQuery(search: URLSearchParams, query: string): URLSearchParams {
  const next = new URLSearchParams(search);
  if (query.trim() === "") next.delete("q");
  else next.set("q", query);
  return next;
}
