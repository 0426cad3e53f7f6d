-- What is derived from tickets and orders is computed anew in the background: the last statements ask for it.
TRUNCATE "turn_fact", "daily_figure", "daily_order", "touched_day";

-- AlterTable
ALTER TABLE "shop" ADD COLUMN     "active_customer_days" INTEGER NOT NULL DEFAULT 90,
ADD COLUMN     "business_hours" JSONB,
ADD COLUMN     "excluded_agents" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "excluded_tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "figures_generation" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "figures_hours" JSONB,
ADD COLUMN     "figures_time_zone" TEXT,
ADD COLUMN     "week_start" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "ticket_fact" ADD COLUMN     "followed_up" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "repeat_contact" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "repeat_topic" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "reply_fact" ADD COLUMN     "asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "wait_started_at" TIMESTAMPTZ(3),
ADD COLUMN     "waited_from" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "turn_fact" DROP COLUMN "opens",
ADD COLUMN     "open_delta" INTEGER NOT NULL,
ADD COLUMN     "waiting_delta" INTEGER NOT NULL;

-- AlterTable
ALTER TABLE "daily_figure" DROP CONSTRAINT "daily_figure_pkey",
DROP COLUMN "agent_id",
ADD COLUMN     "closed_identifiable" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "closed_messages" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "first_any_response_business_seconds" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "first_response_business_seconds" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "followed_up" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "generation" INTEGER NOT NULL,
ADD COLUMN     "repeat_contacts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "repeat_topics" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "resolution_business_seconds" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "resolutions" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "response_business_seconds" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "waiting_delta" INTEGER NOT NULL DEFAULT 0,
ADD CONSTRAINT "daily_figure_pkey" PRIMARY KEY ("shop_id", "generation", "day", "connection_id", "channel");

-- AlterTable
ALTER TABLE "daily_order" DROP CONSTRAINT "daily_order_pkey",
ADD COLUMN     "generation" INTEGER NOT NULL,
ADD CONSTRAINT "daily_order_pkey" PRIMARY KEY ("shop_id", "generation", "day");

-- CreateTable
CREATE TABLE "daily_agent_figure" (
    "shop_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "connection_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "closed" INTEGER NOT NULL DEFAULT 0,
    "closed_one_touch" INTEGER NOT NULL DEFAULT 0,
    "closed_automated" INTEGER NOT NULL DEFAULT 0,
    "closed_without_reply" INTEGER NOT NULL DEFAULT 0,
    "closed_reopened" INTEGER NOT NULL DEFAULT 0,
    "closed_identifiable" INTEGER NOT NULL DEFAULT 0,
    "followed_up" INTEGER NOT NULL DEFAULT 0,
    "closed_messages" INTEGER NOT NULL DEFAULT 0,
    "resolutions" INTEGER NOT NULL DEFAULT 0,
    "resolution_seconds" BIGINT NOT NULL DEFAULT 0,
    "resolution_business_seconds" BIGINT NOT NULL DEFAULT 0,
    "first_responses" INTEGER NOT NULL DEFAULT 0,
    "first_response_seconds" BIGINT NOT NULL DEFAULT 0,
    "first_response_business_seconds" BIGINT NOT NULL DEFAULT 0,
    "first_any_responses" INTEGER NOT NULL DEFAULT 0,
    "first_any_response_seconds" BIGINT NOT NULL DEFAULT 0,
    "first_any_response_business_seconds" BIGINT NOT NULL DEFAULT 0,
    "responses" INTEGER NOT NULL DEFAULT 0,
    "response_seconds" BIGINT NOT NULL DEFAULT 0,
    "response_business_seconds" BIGINT NOT NULL DEFAULT 0,
    "human_replies" INTEGER NOT NULL DEFAULT 0,
    "ratings" INTEGER NOT NULL DEFAULT 0,
    "positive_ratings" INTEGER NOT NULL DEFAULT 0,
    "scored_1" INTEGER NOT NULL DEFAULT 0,
    "scored_2" INTEGER NOT NULL DEFAULT 0,
    "scored_3" INTEGER NOT NULL DEFAULT 0,
    "scored_4" INTEGER NOT NULL DEFAULT 0,
    "scored_5" INTEGER NOT NULL DEFAULT 0,
    "converted" INTEGER NOT NULL DEFAULT 0,
    "credited_orders" INTEGER NOT NULL DEFAULT 0,
    "credited_gross_minor" BIGINT NOT NULL DEFAULT 0,
    "credited_refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "credited_net_minor" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "daily_agent_figure_pkey" PRIMARY KEY ("shop_id","generation","day","connection_id","channel","agent_id")
);

-- CreateTable
CREATE TABLE "daily_distribution" (
    "shop_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "connection_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "counts" TEXT NOT NULL,

    CONSTRAINT "daily_distribution_pkey" PRIMARY KEY ("shop_id","generation","kind","day","connection_id","channel")
);

-- CreateTable
CREATE TABLE "figure_rebuild" (
    "shop_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL,
    "time_zone" TEXT NOT NULL,
    "business_hours" JSONB,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "expected" INTEGER,
    "next_on" DATE,

    CONSTRAINT "figure_rebuild_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "fact_refresh" (
    "shop_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "connection_id" UUID,
    "ticket_id" TEXT,
    "done" INTEGER NOT NULL DEFAULT 0,
    "expected" INTEGER,

    CONSTRAINT "fact_refresh_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "support_cost" (
    "shop_id" UUID NOT NULL,
    "cost_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "start_month" DATE NOT NULL,
    "end_month" DATE,
    "amount_minor" BIGINT NOT NULL,
    "note" TEXT NOT NULL,

    CONSTRAINT "support_cost_pkey" PRIMARY KEY ("shop_id","cost_id")
);

-- CreateTable
CREATE TABLE "goal" (
    "shop_id" UUID NOT NULL,
    "kpi_id" TEXT NOT NULL,
    "since_on" DATE NOT NULL,
    "value" DOUBLE PRECISION,

    CONSTRAINT "goal_pkey" PRIMARY KEY ("shop_id","kpi_id","since_on")
);

-- CreateTable
CREATE TABLE "saved_view" (
    "shop_id" UUID NOT NULL,
    "view_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "page" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("shop_id","view_id")
);

-- CreateTable
CREATE TABLE "user_setting" (
    "shop_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "locale" TEXT,

    CONSTRAINT "user_setting_pkey" PRIMARY KEY ("shop_id","user_id")
);

-- CreateIndex
CREATE INDEX "saved_view_shop_id_user_id_idx" ON "saved_view"("shop_id", "user_id");

-- CreateIndex
CREATE INDEX "reply_fact_shop_id_waited_from_idx" ON "reply_fact"("shop_id", "waited_from");

-- As in tenant_statistics: the planner must not keep a list of the shops it has seen.
ALTER TABLE "daily_agent_figure" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "daily_agent_figure" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "daily_distribution" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "daily_distribution" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "figure_rebuild" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "fact_refresh" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "fact_refresh" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "support_cost" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "goal" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "saved_view" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "user_setting" ALTER COLUMN "shop_id" SET STATISTICS 0;

INSERT INTO "fact_refresh" ("shop_id", "started_at") SELECT "shop_id", "installed_at" FROM "shop";
INSERT INTO "touched_day" ("shop_id", "day")
  SELECT DISTINCT "shop_id", ("processed_at" AT TIME ZONE 'UTC')::date FROM "shop_order" ON CONFLICT DO NOTHING;
