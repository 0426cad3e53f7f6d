-- The planner must not keep a list of the shops it has seen: for a shop that is not on it yet (one that was installed a
-- minute ago) it would expect no rows at all, and pair everything with everything. Without statistics it expects a
-- fixed share of the table for any shop, and finds rows by their full key.

ALTER TABLE "shop" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "order_sync" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "helpdesk_connection" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "helpdesk_connection" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "sync_walk" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "sync_walk" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "set_aside_row" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "set_aside_row" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "agent" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "agent" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "ticket" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "ticket" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "ticket_timeline" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "ticket_timeline" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "ticket_key" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "ticket_key" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "ticket_fact" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "ticket_fact" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "reply_fact" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "reply_fact" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "turn_fact" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "turn_fact" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "rating" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "rating" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "shop_order" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "order_key" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "credit" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "credit" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "assist" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "assist" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "touched_key" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "touched_day" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "daily_figure" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "daily_figure" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "daily_order" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "lease" ALTER COLUMN "shop_id" SET STATISTICS 0;
