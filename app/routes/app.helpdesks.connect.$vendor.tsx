import { type ActionFunctionArgs, type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { HELPDESKS } from "../helpdesks/registry.server.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { connectHelpdesk } from "../sync/connect-helpdesk.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { CredentialsForm } from "../ui/credentials-form.tsx";
import { readCredentials } from "../ui/read-credentials.ts";
import { RouteError } from "../ui/route-error.tsx";
import { useText } from "../ui/use-text.ts";
import { WhereToFind } from "../ui/where-to-find.tsx";

export const handle = { titleKey: "connect.title" };

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireShop(request);
  const { vendor, displayName, credentialFields } = requireVendor(params.vendor);
  return json({ vendor, vendorName: displayName, fields: [...credentialFields] });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, redirect } = await requireShop(request);
  const { vendor, credentialFields } = requireVendor(params.vendor);
  const { fields, problems } = readCredentials(await request.formData(), credentialFields);
  if (problems) return json({ problems }, { status: 422 });
  const result = await connectHelpdesk(shopId, vendor, fields);
  if (!result.ok) return json({ problems: result.problems }, { status: 422 });
  return redirect("/app/helpdesks?done=connected");
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function ConnectPage() {
  const t = useText();
  const { vendor, vendorName, fields } = useLoaderData<typeof loader>();
  const problems = useActionData<typeof action>()?.problems ?? {};
  return (
    <AppPage
      title={t("helpdesks.connect", { vendor: vendorName })}
      back={{ label: t("nav.helpdesks"), url: "/app/helpdesks" }}
    >
      <BlockStack gap="400">
        <CredentialsForm
          vendor={vendor}
          vendorName={vendorName}
          fields={fields}
          problems={problems}
          purpose="connect"
          initial={{}}
        />
        <WhereToFind vendor={vendor} vendorName={vendorName} />
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
