/** A wait for the helpdesk's limit was ended because something is to be done first; come back to what waited afterwards. */
export class UrgentWorkError extends Error {
  readonly kind = "urgent-work";

  constructor() {
    super("Something more urgent is to be done first");
    this.name = "UrgentWorkError";
  }
}
