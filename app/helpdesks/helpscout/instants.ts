/** An instant as Help Scout writes it: whole seconds, the fraction cut off. */
export function helpscoutTime(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

/** The first whole second that is not before the instant. */
export function nextWholeSecond(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / 1000) * 1000);
}
