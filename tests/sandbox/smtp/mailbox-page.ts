import { inHtml } from "../storefront/liquid-filters.ts";
import type { ReceivedMail } from "./mail-server.ts";

/** The page on which a person reads what the app has sent, latest first. */
export function mailboxPage(mails: readonly ReceivedMail[], shopName: string): string {
  const items = [...mails].reverse().map(
    (mail) => `<article><h2>${inHtml(mail.subject)}</h2>
    <dl><dt>From</dt><dd>${inHtml(mail.from)}</dd><dt>To</dt><dd>${inHtml(mail.to.join(", "))}</dd><dt>Received</dt><dd>${inHtml(mail.receivedAt)}</dd></dl>
    ${bodyOf(mail)}</article>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mailbox · ${inHtml(shopName)}</title><link rel="icon" href="data:,">
<style>
body { font: 15px/1.5 system-ui, "Liberation Sans", sans-serif; max-width: 860px; margin: 0 auto; padding: 24px; background: #f1f1f1; color: #222; }
article { background: #fff; border-radius: 12px; padding: 16px 20px; margin: 16px 0; }
h2 { margin: 0 0 8px; font-size: 17px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0 12px; color: #555; margin: 0 0 12px; }
dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 420px; border: 1px solid #ddd; border-radius: 8px; }
pre { white-space: pre-wrap; }
</style></head>
<body><main><h1>Mailbox</h1><p>E-mails that the app has sent. None of them left this machine.</p>
${items.length === 0 ? "<p>Nothing has arrived yet.</p>" : items.join("\n")}</main></body></html>
`;
}

/** What a mail holds runs no script and cannot reach this page. */
function bodyOf({ subject, html, text }: ReceivedMail): string {
  if (html === null) return `<pre>${inHtml(text)}</pre>`;
  return `<iframe sandbox="" title="${inHtml(subject)}" srcdoc="${inHtml(html)}"></iframe>`;
}
