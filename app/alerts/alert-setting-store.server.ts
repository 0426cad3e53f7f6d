import { decrypt, encrypt } from "../platform/crypto.server.ts";
import { type Db, db } from "../platform/database.server.ts";
import { type AlertSetting, maskWebhook, type WebhookChange } from "./alert-setting.ts";

const DEFAULT_LOCALE = "en";

/** Where alerts go, in full: for sending only. */
export interface AlertRecipients {
  emails: string[];
  webhookUrl: string | null;
  locale: string;
}

/** Where alerts of a shop go, the webhook's address masked. @throws DecryptionError */
export async function readAlertSetting(shopId: string): Promise<AlertSetting> {
  const { webhookUrl, ...setting } = await readAlertRecipients(shopId);
  return { ...setting, webhookMask: webhookUrl === null ? null : maskWebhook(webhookUrl) };
}

/** Where alerts of a shop go. @throws DecryptionError */
export async function readAlertRecipients(shopId: string, tx: Db = db()): Promise<AlertRecipients> {
  const row = await tx.alertSetting.findUnique({ where: { shopId } });
  if (!row) return { emails: [], webhookUrl: null, locale: DEFAULT_LOCALE };
  const { emails, webhookUrl, locale } = row;
  return { emails, locale, webhookUrl: webhookUrl === null ? null : decrypt(webhookUrl, placeOf(shopId)) };
}

/** Stores where alerts go; the webhook's address stays as it is unless it is said otherwise. */
export async function saveAlertSetting(
  shopId: string,
  { emails, locale, webhook }: { emails: string[]; locale: string; webhook: WebhookChange },
): Promise<void> {
  const changed =
    webhook.kind === "keep"
      ? {}
      : { webhookUrl: webhook.kind === "set" ? encrypt(webhook.url, placeOf(shopId)) : null };
  await db().alertSetting.upsert({
    where: { shopId },
    create: { shopId, emails, locale, ...changed },
    update: { emails, locale, ...changed },
  });
}

function placeOf(shopId: string): string {
  return `alert_setting/${shopId}/webhook_url`;
}
