import {
  type ActionFunctionArgs,
  type HeadersFunction,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
} from "@remix-run/node";
import { useActionData, useRouteError, useSearchParams, useSubmit } from "@remix-run/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { useEffect, useRef } from "react";
import { requireShop } from "../platform/shop-context.server.ts";
import { finishSignIn } from "../sync/sign-in.server.ts";
import { NO_REFERRER, parseSignInReturn, signInReturnFields } from "../sync/sign-in-return.ts";
import { AppPage } from "../ui/app-page.tsx";
import { RouteError } from "../ui/route-error.tsx";
import { SignInEnding } from "../ui/sign-in-ending.tsx";
import { useText } from "../ui/use-text.ts";

export const handle = { titleKey: "sign-in.finish.title" };
export const meta: MetaFunction = () => [{ name: "referrer", content: NO_REFERRER }];

/** Where signing in ends, back in the admin. A page may be loaded twice, so loading it only shows that work goes on. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { redirect } = await requireShop(request);
  if (!new URL(request.url).searchParams.has("state")) throw redirect("/app/helpdesks");
  return json(null);
}

export async function action({ request }: ActionFunctionArgs) {
  const { shopId, userId, redirect } = await requireShop(request);
  const returned = parseSignInReturn(new URLSearchParams(await request.text()));
  const end = returned ? await finishSignIn({ shopId, userId }, returned) : { outcome: "unknown" as const };
  if (end.outcome === "connected") return redirect(`/app/helpdesks?done=${end.done}`);
  if (end.outcome === "taken") return redirect("/app/helpdesks");
  if (end.outcome === "unknown") return json({ refused: null }, { status: 422 });
  const { vendor, helpdesk, problem, connectionId } = end;
  const again = connectionId === null ? `connect/${vendor}` : `${connectionId}/credentials`;
  return json({ refused: { helpdesk, problem, again: `/app/helpdesks/${again}` } }, { status: 422 });
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

/** The answer to the form is shown in the page's place; loading it again would find the address without its state. */
export function shouldRevalidate(): boolean {
  return false;
}

export default function FinishPage() {
  const t = useText();
  const result = useActionData<typeof action>();
  useSendOnce();
  return (
    <AppPage title={t("sign-in.finish.title")} back={{ label: t("nav.helpdesks"), url: "/app/helpdesks" }}>
      <SignInEnding result={result} />
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}

/** Hands the return over, and by that takes state and code out of the address. */
function useSendOnce(): void {
  const submit = useSubmit();
  const [search] = useSearchParams();
  const sent = useRef(false);
  useEffect(() => {
    if (sent.current || !search.has("state")) return;
    sent.current = true;
    const returned = parseSignInReturn(search);
    submit(returned ? signInReturnFields(returned) : {}, {
      ...{ method: "post", action: "/app/helpdesks/finish", replace: true },
    });
  }, [search, submit]);
}
