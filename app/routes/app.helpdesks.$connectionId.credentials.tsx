import { type ActionFunctionArgs, type HeadersFunction, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useRouteError } from "@remix-run/react";
import { BlockStack } from "@shopify/polaris";
import { boundary } from "@shopify/shopify-app-remix/server";
import { HELPDESKS } from "../helpdesks/registry.server.ts";
import { requireShop } from "../platform/shop-context.server.ts";
import { updateCredentials } from "../sync/connect-helpdesk.server.ts";
import { readSyncStatus } from "../sync/sync-status.server.ts";
import { AppPage } from "../ui/app-page.tsx";
import { CredentialsForm } from "../ui/credentials-form.tsx";
import { readCredentials } from "../ui/read-credentials.ts";
import { RouteError } from "../ui/route-error.tsx";
import { useText } from "../ui/use-text.ts";
import { WhereToFind } from "../ui/where-to-find.tsx";

export const handle = { titleKey: "credentials.title" };

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId } = await requireShop(request);
  const { adapter, connection } = await requireConnection(shopId, params.connectionId);
  const { vendor, displayName, credentialFields } = adapter;
  const { name, account } = connection;
  return json({ vendor, vendorName: displayName, fields: [...credentialFields], name, account });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, redirect } = await requireShop(request);
  const { adapter, connection } = await requireConnection(shopId, params.connectionId);
  const { fields, problems } = readCredentials(await request.formData(), adapter.credentialFields);
  if (problems) return json({ problems }, { status: 422 });
  const result = await updateCredentials(shopId, connection.connectionId, fields);
  if (!result.ok) return json({ problems: result.problems }, { status: 422 });
  return redirect("/app/helpdesks?done=updated");
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export default function CredentialsPage() {
  const t = useText();
  const { vendor, vendorName, fields, name, account } = useLoaderData<typeof loader>();
  const problems = useActionData<typeof action>()?.problems ?? {};
  const accountField = fields.find(({ kind }) => kind === "host")?.name;
  return (
    <AppPage
      title={t("credentials.of", { vendor: vendorName, name })}
      back={{ label: t("nav.helpdesks"), url: "/app/helpdesks" }}
    >
      <BlockStack gap="400">
        <CredentialsForm
          vendor={vendor}
          vendorName={vendorName}
          fields={fields}
          problems={problems}
          purpose="change"
          initial={accountField === undefined ? {} : { [accountField]: account }}
        />
        <WhereToFind vendor={vendor} vendorName={vendorName} />
      </BlockStack>
    </AppPage>
  );
}

export function ErrorBoundary() {
  return <RouteError error={useRouteError()} />;
}

/** @throws Response 404 for a connection that this shop does not have */
async function requireConnection(shopId: string, connectionId: string | undefined) {
  const { helpdesks } = await readSyncStatus(shopId);
  const connection = helpdesks.find((known) => known.connectionId === connectionId);
  const adapter = HELPDESKS.find(({ vendor }) => vendor === connection?.vendor);
  if (!connection || !adapter) throw new Response(null, { status: 404 });
  return { connection, adapter };
}
