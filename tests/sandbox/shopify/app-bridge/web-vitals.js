/** Web vitals of the page for `shopify.webVitals`. */
export const vitals = { callback: null, values: new Map() };
export function observeVitals() {
  const observe = (type, take) => {
    if (!PerformanceObserver.supportedEntryTypes.includes(type)) return;
    const options = { type, buffered: true, ...(type === "event" ? { durationThreshold: 40 } : {}) };
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe(options);
  };
  observe("largest-contentful-paint", (entry) => vitals.values.set("LCP", entry.startTime));
  observe("layout-shift", (entry) => {
    if (!entry.hadRecentInput) vitals.values.set("CLS", (vitals.values.get("CLS") ?? 0) + entry.value);
  });
  observe("event", (entry) => {
    if (entry.interactionId) vitals.values.set("INP", Math.max(vitals.values.get("INP") ?? 0, entry.duration));
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !vitals.callback) return;
    vitals.callback({ metrics: [...vitals.values].map(([name, value]) => ({ id: `v1-${name}`, name, value })) });
  });
}
