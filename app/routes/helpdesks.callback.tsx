import { json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { shopifyApiKey } from "../platform/shopify.server.ts";
import { findSignInShop } from "../sync/sign-in.server.ts";
import { adminAddressOf, NO_REFERRER, parseSignInReturn, signInReturnFields } from "../sync/sign-in-return.ts";
import { PlainPage } from "../ui/plain-page.tsx";
import { useText } from "../ui/use-text.ts";

export const handle = { titleKey: "sign-in.back.title" };

/** Never kept or passed on by anybody: the address holds a code. */
const PRIVATE = { "Cache-Control": "no-store", "Referrer-Policy": NO_REFERRER };
export const headers = () => PRIVATE;
export const meta: MetaFunction = () => [{ name: "referrer", content: NO_REFERRER }];

/**
 * Where vendors send merchants back to after signing in. It stands outside the admin, where nobody is logged in, so it
 * only leads into the admin of the shop that the state parameter names: whoever may not enter there ends nothing.
 */
export async function loader({ request }: LoaderFunctionArgs) {
  const returned = parseSignInReturn(new URL(request.url).searchParams);
  const shopDomain = returned && (await findSignInShop(returned.state));
  if (!shopDomain) return json(null, { status: 400, headers: PRIVATE });
  const path = `/app/helpdesks/finish?${new URLSearchParams(signInReturnFields(returned))}`;
  throw redirect(adminAddressOf({ shopDomain, apiKey: shopifyApiKey, path }), { headers: PRIVATE });
}

/** For an address that leads nowhere. */
export default function SignInReturned() {
  const t = useText();
  return <PlainPage title={t("sign-in.back.title")} body={t("sign-in.back.unknown")} />;
}
