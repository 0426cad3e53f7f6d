import { Button } from "@shopify/polaris";
import type { CredentialField } from "../helpdesks/credential-field.ts";
import { CredentialsForm } from "./credentials-form.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import type { FieldProblem } from "./use-field-problem.ts";
import { useText } from "./use-text.ts";
import { WhereToFind } from "./where-to-find.tsx";

interface ConnectOptionsProps {
  vendor: string;
  vendorName: string;
  /** Fields of a key that the merchant makes by hand. */
  fields: readonly CredentialField[];
  /** Fields of signing in; null where nobody can sign in with this vendor, or the merchant prefers a key. */
  signInFields: readonly CredentialField[] | null;
  /** Signing in is possible, though not chosen. */
  couldSignIn: boolean;
  problems: Record<string, FieldProblem>;
  purpose: "connect" | "change";
  initial: Record<string, string>;
}

/** Signing in where that is possible, else, or by choice, a key. */
export function ConnectOptions({ signInFields, couldSignIn, fields, purpose, ...shared }: ConnectOptionsProps) {
  const t = useText();
  const { vendor, vendorName } = shared;
  if (signInFields) return <SignInForm {...shared} fields={signInFields} />;
  const signInInstead = couldSignIn && (
    <Button url="?" variant="plain">
      {t("sign-in.instead", { helpdesk: vendorName })}
    </Button>
  );
  return (
    <>
      <CredentialsForm {...shared} fields={fields} purpose={purpose} alternative={signInInstead} />
      <WhereToFind vendor={vendor} vendorName={vendorName} />
    </>
  );
}
