import { type RefObject, useEffect, useRef } from "react";

/**
 * Moves the focus to the first control inside `frame` whenever `shown` changes: what had it is gone, and a keyboard would
 * begin anew at the top of the page. The first time nothing moves. A field that takes the focus by itself keeps it.
 */
export function useFocusInside(frame: RefObject<HTMLElement>, shown: string): void {
  const before = useRef(shown);
  useEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    if (frame.current?.contains(document.activeElement)) return;
    frame.current?.querySelector<HTMLElement>("button, a[href], input")?.focus({ preventScroll: true });
  }, [frame, shown]);
}
