import { type ActionFunctionArgs, type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack, Card } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { HELPDESKS } from "../helpdesks/registry.server.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { connectHelpdesk } from "../sync/connect-helpdesk.server.ts";
import { canSignIn, startSignIn } from "../sync/sign-in.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { ConnectOptions } from "../ui/connect-options.tsx";
import { readCredentials } from "../ui/read-credentials.ts";
import { RouteError } from "../ui/route-error.tsx";
import { untoldBy } from "../ui/untold.ts";
import { Untold } from "../ui/untold.tsx";
import { useText } from "../ui/use-text.ts";

export const handle = { titleKey: "connect.title" };

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireShop(request);
  const adapter = requireVendor(params.vendor);
  const { vendor, displayName, credentialFields, capabilities } = adapter;
  const couldSignIn = canSignIn(adapter);
  const signsIn = couldSignIn && new URL(request.url).searchParams.get("by") !== "key";
  return json({
    ...{ vendor, vendorName: displayName, fields: [...credentialFields], couldSignIn },
    signInFields: signsIn ? [...(adapter.signIn?.fields ?? [])] : null,
    untold: untoldBy(capabilities),
  });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, userId, redirect } = await requireShop(request);
  const { vendor, credentialFields, signIn } = requireVendor(params.vendor);
  const form = await request.formData();
  const signsIn = form.get("intent") === "sign-in";
  const { fields, problems } = readCredentials(form, signsIn ? (signIn?.fields ?? []) : credentialFields);
  if (problems) return json({ problems }, { status: 422 });
  if (signsIn) {
    const start = await startSignIn({ shopId, userId }, { vendor, fields, connectionId: null });
    return start.ok ? redirect(start.url, { target: "_top" }) : json({ problems: start.problems }, { status: 422 });
  }
  const result = await connectHelpdesk(shopId, vendor, fields);
  if (!result.ok) return json({ problems: result.problems }, { status: 422 });
  return redirect("/app/helpdesks?done=connected");
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function ConnectPage() {
  const t = useText();
  const { untold, ...options } = useLoaderData<typeof loader>();
  const { vendorName } = options;
  const problems = useActionData<typeof action>()?.problems ?? {};
  return (
    <AppPage
      title={t("helpdesks.connect", { vendor: vendorName })}
      back={{ label: t("nav.helpdesks"), url: "/app/helpdesks" }}
    >
      <BlockStack gap="400">
        <ConnectOptions {...options} problems={problems} purpose="connect" initial={{}} />
        {untold.length > 0 && (
          <Card>
            <Untold vendorName={vendorName} untold={untold} ownCard />
          </Card>
        )}
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}

/** @throws Response 404 for a helpdesk that nobody can connect */
function requireVendor(vendor: string | undefined) {
  const adapter = HELPDESKS.find((known) => known.vendor === vendor);
  if (!adapter) throw new Response(null, { status: 404 });
  return adapter;
}
