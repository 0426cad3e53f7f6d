import { useLocation } from "@remix-run/react";
import { type ReactNode, useEffect, useRef } from "react";

/**
 * A place on the page that an address can name after "#". Whoever comes by such an address goes on from there with
 * keyboard and screen reader; the router has scrolled already.
 */
export function GlossaryAnchor({ id, children }: { id: string; children: ReactNode }) {
  const { hash, key } = useLocation();
  const place = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same address chosen again is a new visit, with a new key
  useEffect(() => {
    if (hash === `#${id}`) place.current?.focus({ preventScroll: true });
  }, [hash, id, key]);
  return (
    <div
      ref={place}
      id={id}
      tabIndex={-1}
      style={{ scrollMarginTop: "var(--p-space-400)", outlineOffset: "var(--p-space-200)" }}
    >
      {children}
    </div>
  );
}
