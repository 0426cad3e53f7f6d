import { FormLayout, Select, TextField } from "@shopify/polaris";
import type { CredentialField } from "../helpdesks/credential-field.ts";
import { type FieldProblem, useFieldProblem } from "./use-field-problem.ts";
import { useText } from "./use-text.ts";

interface CredentialInputsProps {
  vendor: string;
  vendorName: string;
  fields: readonly CredentialField[];
  problems: Record<string, FieldProblem>;
  values: Record<string, string>;
  onChange(values: Record<string, string>): void;
  busy: boolean;
}

/** A vendor's fields, each with its label, its help and what was wrong with it the last time. */
export function CredentialInputs({
  vendor,
  vendorName,
  fields,
  problems,
  values,
  onChange,
  busy,
}: CredentialInputsProps) {
  const t = useText();
  const explain = useFieldProblem(vendorName);
  return (
    <FormLayout>
      {fields.map((field) => {
        const shared = {
          name: field.name,
          label: t(`vendor.${vendor}.${field.name}.label`),
          helpText: t(`vendor.${vendor}.${field.name}.help`),
          onChange: (value: string) => onChange({ ...values, [field.name]: value }),
          error: explain(problems[field.name]),
          disabled: busy,
          requiredIndicator: true,
        };
        const value = values[field.name] ?? "";
        if (field.kind === "choice") {
          const options = (field.options ?? []).map((option) => ({
            value: option,
            label: t(`vendor.${vendor}.${field.name}.option.${option}`),
          }));
          return <Select key={field.name} {...shared} options={options} value={value || (field.options?.[0] ?? "")} />;
        }
        return (
          <TextField
            key={field.name}
            {...shared}
            {...INPUT_OF_KIND[field.kind]}
            {...(field.suffix && { suffix: field.suffix })}
            value={value}
          />
        );
      })}
    </FormLayout>
  );
}

const INPUT_OF_KIND = {
  text: { type: "text", autoComplete: "off" },
  host: { type: "text", autoComplete: "off", spellCheck: false },
  email: { type: "email", autoComplete: "email" },
  secret: { type: "password", autoComplete: "off" },
} as const;
