/** How a conversation goes: who writes its five messages (C customer, H human, A automation). */
const PATTERNS = {
  talk: { share: 50, authors: "CHCHH" },
  "one-touch": { share: 27, authors: "CCAHA" },
  reopened: { share: 10, authors: "CHCHH" },
  automated: { share: 8, authors: "CACAA" },
  outbound: { share: 3, authors: "HCHCH" },
  silent: { share: 2, authors: "CCCCC" },
} as const;

const MEDIAN_SECONDS: Record<string, number> = { C: 2400, H: 1500, A: 5 };

/** A pattern as a row of a table: what all its tickets have in common. Places are those of its messages, from 1. */
interface PatternRow {
  pattern: string;
  /** The pattern of a ticket is the first whose number is above the ticket's chance. */
  upTo: number;
  authors: string;
  inbound: boolean;
  askedPlace: number;
  humanPlace: number | null;
  anyPlace: number | null;
  humans: number;
  automated: number;
  /** Median of the time before each message. */
  delays: number[];
}

/** A reply or a wait of a pattern. A reply that ended no wait has no `fromPlace`, a wait that no reply ended no `place`. */
interface ReplyRow {
  pattern: string;
  place: number | null;
  ordinal: number | null;
  human: boolean;
  fromPlace: number | null;
}

/** The patterns as rows, as JSON that the database reads. */
export function patternRows(): PatternRow[] {
  let upTo = 0;
  return Object.entries(PATTERNS).map(([pattern, { share, authors }]) => {
    upTo += share / 100;
    const placeOf = (author: RegExp, from = 0) => authors.slice(from).search(author) + from + 1 || null;
    const askedPlace = authors.indexOf("C") + 1;
    return {
      ...{ pattern, upTo, authors, askedPlace },
      inbound: authors.startsWith("C"),
      humanPlace: placeOf(/H/),
      anyPlace: authors.includes("H") || authors.includes("A") ? placeOf(/[HA]/, askedPlace) : null,
      humans: [...authors].filter((author) => author === "H").length,
      automated: [...authors].filter((author) => author === "A").length,
      delays: [...authors].map((author) => MEDIAN_SECONDS[author] ?? 0),
    };
  });
}

/** All replies and waits of all patterns. */
export function replyRows(): ReplyRow[] {
  return Object.entries(PATTERNS).flatMap(([pattern, { authors }]) => {
    const rows: ReplyRow[] = [];
    let waitingSince: number | null = null;
    let ordinal = 0;
    for (const [index, author] of [...authors].entries()) {
      const place = index + 1;
      if (author === "C") {
        waitingSince ??= place;
        continue;
      }
      const human = author === "H";
      rows.push({
        pattern,
        place,
        ordinal,
        human,
        fromPlace: human ? waitingSince : null,
      });
      if (human) waitingSince = null;
      ordinal += 1;
    }
    if (waitingSince !== null) {
      rows.push({
        pattern,
        place: null,
        ordinal: null,
        human: false,
        fromPlace: waitingSince,
      });
    }
    return rows;
  });
}
