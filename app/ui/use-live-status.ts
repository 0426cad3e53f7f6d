import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";

const POLL_MS = 2_000;

/** Asks the page's loaders again every two seconds while something moves and somebody looks. */
export function useLiveStatus(moving: boolean): void {
  const { state, revalidate } = useRevalidator();
  useEffect(() => {
    if (!moving || state !== "idle") return;
    const timer = setTimeout(() => {
      if (document.visibilityState === "visible") revalidate();
    }, POLL_MS);
    const onVisible = () => document.visibilityState === "visible" && revalidate();
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [moving, state, revalidate]);
}
