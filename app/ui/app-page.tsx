import { TitleBar } from "@shopify/app-bridge-react";
import { Page, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

interface AppPageProps {
  title: string;
  /** Where the back button of a sub-page leads, and what it says. */
  back?: { label: string; url: string };
  /** For tables of many columns: takes all the width there is. */
  wide?: boolean;
  children: ReactNode;
}

/**
 * A page of the app. The admin's title bar shows the title; a top page has it as a heading for those who hear the page,
 * a sub-page beside its back button.
 */
export function AppPage({ title, back, wide = false, children }: AppPageProps) {
  if (back) {
    return (
      <Page fullWidth={wide} title={title} backAction={{ content: back.label, url: back.url }}>
        <TitleBar title={title} />
        {children}
      </Page>
    );
  }
  return (
    <Page fullWidth={wide}>
      <TitleBar title={title} />
      <Text as="h1" visuallyHidden>
        {title}
      </Text>
      {children}
    </Page>
  );
}
