import type { IntercomPart } from "./rows.ts";

/**
 * What the kinds of parts mean. The vendor does not call its list complete: a kind that is not here moves nothing, and
 * is a message only when a customer wrote it.
 */

/** Always something written. */
const WRITTEN = ["comment", "quick_reply"];
/** Internal, whatever they do besides. */
const NOTE = /^note(_|$)/;
/** Something done, with a message to the customer where there is a body: "send and close" is one part. */
const DONE = [
  ...["open", "close", "snoozed", "unsnoozed", "timer_unsnooze", "assignment"],
  ...["assign_and_reopen", "assign_and_unsnooze", "away_mode_assignment", "message_assignment"],
];
const OPENING = [
  ...["open", "unsnoozed", "timer_unsnooze", "snoozed"],
  ...["assign_and_reopen", "assign_and_unsnooze", "note_and_reopen", "note_and_unsnooze"],
];

/** Whether a part is an internal note. */
export function isNote(part: Pick<IntercomPart, "part_type">): boolean {
  return NOTE.test(part.part_type);
}

/** Whether anybody wrote something in it. A text that was taken back later was written all the same. */
export function holdsText({ body, attachments, redacted }: Pick<IntercomPart, "body" | "attachments" | "redacted">) {
  return (body !== null && body.trim() !== "") || attachments.length > 0 || redacted === true;
}

/** Whether a part is a message or a note, seen from its kind and what it holds. */
export function isWritten(part: IntercomPart, byCustomer: boolean): boolean {
  if (WRITTEN.includes(part.part_type) || isNote(part)) return true;
  return holdsText(part) && (byCustomer || DONE.includes(part.part_type));
}

/** The side that the kind itself moves the conversation to. A snoozed conversation is open. */
export function destinationOf({ part_type }: Pick<IntercomPart, "part_type">): "open" | "closed" | null {
  if (part_type === "close") return "closed";
  return OPENING.includes(part_type) ? "open" : null;
}
