/** What a shopper is asked about, as the app wants to know it. */
export interface Subject {
  /** The chat widget that ended, or "page" where the page asked by itself; null: the page's own script did. */
  widget: string | null;
  /** The helpdesk, by the name that the app uses. */
  vendor: string | null;
  /** As the helpdesk numbers it. */
  ticket: string | null;
}

/** Each carries all that was answered so far. */
export interface Answer {
  score: number;
  nps: number | null;
  comment: string;
}

/** What became of the latest answer; only `waiting` is followed by another. */
export type Progress = "sent" | "waiting" | "failed" | "refused";
