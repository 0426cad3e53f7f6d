import { useBlocker, useNavigate } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useRef } from "react";

/** The admin asks before a link of the app leaves changes behind; its own navigation it guards itself. */
export function useLeaveGuard(changed: boolean): void {
  const app = useAppBridge();
  const navigate = useNavigate();
  const agreed = useRef(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      changed && !agreed.current && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    const { location, reset } = blocker;
    // Loaders that run while the admin asks would undo the block, so the way is kept here instead.
    reset();
    const leave = () => {
      agreed.current = true;
      navigate(location, { state: location.state });
    };
    const stay = () => undefined;
    app.saveBar.leaveConfirmation().then(leave, stay);
  }, [blocker, app, navigate]);
}
