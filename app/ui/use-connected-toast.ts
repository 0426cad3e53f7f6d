import { useSearchParams } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect } from "react";
import { useText } from "./use-text.ts";

/** What the address may say has just been done, and the words for it. */
const DONE = { connected: "helpdesks.toast.connected", updated: "helpdesks.toast.updated" } as const;

/** Tells once what the page before has done, and takes it out of the address. */
export function useConnectedToast(): void {
  const t = useText();
  const app = useAppBridge();
  const [search, setSearch] = useSearchParams();
  const asked = search.get("done");
  const done = asked === "connected" || asked === "updated" ? asked : null;
  useEffect(() => {
    if (!done) return;
    app.toast.show(t(DONE[done]));
    setSearch({}, { replace: true, preventScrollReset: true });
  }, [done, app, t, setSearch]);
}
