import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Banner, BlockStack } from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { CreditRule } from "../attribution/credit-rule.ts";
import type { FilterOptions } from "../metrics/filter-options.ts";
import type { SettingsProblems, ShopSettings } from "../metrics/shop-settings.ts";
import { EditForm } from "./edit-form.tsx";
import { HoursSection } from "./hours-section.tsx";
import { draftOf, formOf, isAsSent, isSameDraft, type SettingsDraft } from "./settings-draft.ts";
import { ExcludedSection } from "./settings-excluded.tsx";
import { CostsSection, CustomersSection, LanguageSection, RuleSection, WeekSection } from "./settings-sections.tsx";
import { useText } from "./use-text.ts";

/** What the page's action answers. */
export type SettingsAnswer =
  | { ok: true; settings: ShopSettings; locale: string | null }
  | { ok: false; problems: SettingsProblems };

export interface SettingsView {
  settings: ShopSettings;
  locale: string | null;
  timeZone: string;
  rule: CreditRule;
  options: Pick<FilterOptions, "agents" | "tags">;
}

/** The settings of a shop; changes are kept or dropped in the admin's save bar. */
export function SettingsForm({ view }: { view: SettingsView }) {
  const t = useText();
  const { draft, problems, changed, busy, change, save, discard } = useSettingsDraft(view);
  const errorOf = (field: string) => {
    const problem = problems[field];
    return problem !== undefined && t(`settings.problem.${problem}`);
  };
  const section = { draft, onChange: change, errorOf };
  const wrong = Object.keys(problems).length;
  return (
    <EditForm id="settings" {...{ changed, busy }} onSave={save} onDiscard={discard}>
      <BlockStack gap="600">
        {wrong > 0 && (
          <Banner tone="critical" title={t("settings.refused", { count: wrong })}>
            <p>{t("settings.refused.body")}</p>
          </Banner>
        )}
        <WeekSection {...section} timeZone={view.timeZone} />
        <HoursSection {...section} />
        <ExcludedSection {...section} options={view.options} />
        <CustomersSection {...section} />
        <RuleSection rule={view.rule} />
        <CostsSection />
        <LanguageSection {...section} />
      </BlockStack>
    </EditForm>
  );
}

/** The form's state: what is saved, what stands in the fields, and what the last answer found wrong with it. */
function useSettingsDraft(view: SettingsView) {
  const t = useText();
  const app = useAppBridge();
  const fetcher = useFetcher<SettingsAnswer>();
  const [saved, setSaved] = useState(() => draftOf(view.settings, view.locale));
  const [draft, setDraft] = useState(saved);
  const [sent, setSent] = useState(saved);
  const answer = fetcher.data;
  // An answer is taken once, when it comes; what has been typed since it was asked for stays.
  const [taken, setTaken] = useState<SettingsAnswer>();
  useEffect(() => {
    if (!answer || answer === taken) return;
    setTaken(answer);
    if (!answer.ok) {
      // What it answers is no clean-up: browsers differ in it.
      window.scrollTo({ top: 0 });
      return;
    }
    const next = draftOf(answer.settings, answer.locale);
    setSaved(next);
    setDraft((now) => (isSameDraft(now, sent) ? next : now));
    app.toast.show(t("settings.saved"));
  }, [answer, taken, sent, app, t]);
  const save = () => {
    setSent(draft);
    fetcher.submit(formOf(draft), { method: "post" });
  };
  const discard = () => {
    setDraft(saved);
    setSent(saved);
  };
  const found = answer && !answer.ok ? Object.entries(answer.problems) : [];
  return {
    draft,
    problems: Object.fromEntries(found.filter(([field]) => isAsSent(field, draft, sent))),
    changed: !isSameDraft(draft, saved),
    busy: fetcher.state !== "idle",
    change: (part: Partial<SettingsDraft>) => setDraft((now) => ({ ...now, ...part })),
    save,
    discard,
  };
}
