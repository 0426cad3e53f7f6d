import type { HelpdeskAdapter, PageRequest, TicketPage, Walk } from "./adapter.ts";
import type { HelpdeskHttp } from "./http-client.server.ts";
import type { Json } from "./json.ts";
import { badCursor } from "./ticket-page.ts";

/** One list of a helpdesk that is walked through. */
export interface Stream {
  start(walk: Walk, startedAt: Date): Json;
  fetchPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage>;
}

/**
 * The part of an adapter that follows from its streams, given in the order in which a round reads them. A stream that
 * does not exist is refused as a stored cursor that is not one of ours.
 */
export function walksThrough(
  streams: ReadonlyMap<string, Stream>,
): Pick<HelpdeskAdapter, "streams" | "startCursor" | "fetchPage"> {
  const streamOf = (name: string): Stream => {
    const stream = streams.get(name);
    if (!stream) throw badCursor();
    return stream;
  };
  return {
    streams: [...streams.keys()],
    startCursor: (stream, walk, startedAt) => streamOf(stream).start(walk, startedAt),
    fetchPage: async (http, request) => streamOf(request.stream).fetchPage(http, request),
  };
}
