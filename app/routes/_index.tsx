import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { PlainPage } from "../ui/plain-page.tsx";
import { useText } from "../ui/use-text.ts";

/** The admin opens the app at its root with the shop in the address; everybody else learns where to open it. */
export function loader({ request }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  if (searchParams.has("shop")) throw redirect(`/app${search}`);
  return null;
}

export default function OutsideTheAdmin() {
  const t = useText();
  return <PlainPage title={t("outside.title")} body={t("outside.body")} />;
}
