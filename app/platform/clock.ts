/** The one place that reads the clock, so that a test or a simulated shop can live at another instant. */
export function now(): Date {
  return new Date();
}
