-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "is_online" BOOLEAN NOT NULL DEFAULT false,
    "scope" TEXT,
    "expires" TIMESTAMPTZ(3),
    "access_token" TEXT NOT NULL,
    "user_id" BIGINT,
    "first_name" TEXT,
    "last_name" TEXT,
    "email" TEXT,
    "account_owner" BOOLEAN NOT NULL DEFAULT false,
    "locale" TEXT,
    "collaborator" BOOLEAN DEFAULT false,
    "email_verified" BOOLEAN DEFAULT false,
    "refresh_token" TEXT,
    "refresh_token_expires" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shop" (
    "shop_id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "country_code" TEXT,
    "scopes" TEXT NOT NULL,
    "match_key" TEXT NOT NULL,
    "installed_at" TIMESTAMPTZ(3) NOT NULL,
    "uninstalled_at" TIMESTAMPTZ(3),
    "window_days" INTEGER NOT NULL DEFAULT 5,
    "anchor" TEXT NOT NULL DEFAULT 'created',
    "reply_required" BOOLEAN NOT NULL DEFAULT true,
    "pos_orders_count" BOOLEAN NOT NULL DEFAULT true,
    "exchange_app_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "shop_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "webhook_event" (
    "shop_domain" TEXT NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "hint" JSONB NOT NULL,
    "triggered_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "processed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "webhook_event_pkey" PRIMARY KEY ("shop_domain","webhook_id","topic","body_hash")
);

-- CreateTable
CREATE TABLE "privacy_request" (
    "shop_domain" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "answer" JSONB,

    CONSTRAINT "privacy_request_pkey" PRIMARY KEY ("shop_domain","request_id")
);

-- CreateTable
CREATE TABLE "order_sync" (
    "shop_id" UUID NOT NULL,
    "phase" TEXT NOT NULL DEFAULT 'waiting',
    "bulk_operation_id" TEXT,
    "done" INTEGER NOT NULL DEFAULT 0,
    "expected" INTEGER,
    "window_limited" BOOLEAN NOT NULL DEFAULT true,
    "oldest_order_at" TIMESTAMPTZ(3),
    "watermark_at" TIMESTAMPTZ(3),
    "last_synced_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "problem_kind" TEXT,
    "problem_detail" JSONB,
    "problem_at" TIMESTAMPTZ(3),

    CONSTRAINT "order_sync_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "helpdesk_connection" (
    "shop_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "vendor" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "credentials" TEXT,
    "status" TEXT NOT NULL DEFAULT 'active',
    "problem_kind" TEXT,
    "problem_detail" JSONB,
    "problem_at" TIMESTAMPTZ(3),
    "connected_at" TIMESTAMPTZ(3) NOT NULL,
    "disconnected_at" TIMESTAMPTZ(3),
    "last_synced_at" TIMESTAMPTZ(3),

    CONSTRAINT "helpdesk_connection_pkey" PRIMARY KEY ("shop_id","connection_id")
);

-- CreateTable
CREATE TABLE "sync_walk" (
    "shop_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "stream" TEXT NOT NULL,
    "walk" TEXT NOT NULL,
    "cursor" JSONB,
    "done" INTEGER NOT NULL DEFAULT 0,
    "expected" INTEGER,
    "reached_at" TIMESTAMPTZ(3),
    "oldest_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "last_page_at" TIMESTAMPTZ(3),

    CONSTRAINT "sync_walk_pkey" PRIMARY KEY ("shop_id","connection_id","stream","walk")
);

-- CreateTable
CREATE TABLE "set_aside_row" (
    "shop_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "stream" TEXT NOT NULL,
    "vendor_row_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "set_aside_row_pkey" PRIMARY KEY ("shop_id","connection_id","stream","vendor_row_id")
);

-- CreateTable
CREATE TABLE "agent" (
    "shop_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "agent_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL,

    CONSTRAINT "agent_pkey" PRIMARY KEY ("shop_id","connection_id","agent_id")
);

-- CreateTable
CREATE TABLE "ticket" (
    "shop_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "version" BIGINT NOT NULL,
    "is_open" BOOLEAN NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "excluded" TEXT,
    "assignee_id" TEXT,
    "customer_id" TEXT,
    "identifiable" BOOLEAN NOT NULL,
    "tags" TEXT[],

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("shop_id","connection_id","ticket_id")
);

-- CreateTable
CREATE TABLE "ticket_timeline" (
    "shop_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "messages" JSON NOT NULL,
    "status_changes" JSON NOT NULL,

    CONSTRAINT "ticket_timeline_pkey" PRIMARY KEY ("shop_id","connection_id","ticket_id")
);

-- CreateTable
CREATE TABLE "ticket_key" (
    "shop_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "connection_id" UUID NOT NULL,
    "ticket_id" TEXT NOT NULL,

    CONSTRAINT "ticket_key_pkey" PRIMARY KEY ("shop_id","key","connection_id","ticket_id")
);

-- CreateTable
CREATE TABLE "ticket_fact" (
    "shop_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "inbound" BOOLEAN NOT NULL,
    "identifiable" BOOLEAN NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "first_human_reply_at" TIMESTAMPTZ(3),
    "first_human_reply_agent_id" TEXT,
    "first_response_seconds" INTEGER,
    "first_reply_at" TIMESTAMPTZ(3),
    "first_response_any_seconds" INTEGER,
    "closed_at" TIMESTAMPTZ(3),
    "closer_id" TEXT,
    "resolution_seconds" INTEGER,
    "human_replies_to_close" INTEGER,
    "automated_replies_to_close" INTEGER,
    "reopenings" INTEGER,
    "message_count" INTEGER NOT NULL,
    "waiting_since" TIMESTAMPTZ(3),
    "closings" TIMESTAMPTZ(3)[],
    "reopened" TIMESTAMPTZ(3)[],
    "days" DATE[],

    CONSTRAINT "ticket_fact_pkey" PRIMARY KEY ("shop_id","connection_id","ticket_id")
);

-- CreateTable
CREATE TABLE "reply_fact" (
    "shop_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "inbound" BOOLEAN NOT NULL,
    "replied_at" TIMESTAMPTZ(3) NOT NULL,
    "human" BOOLEAN NOT NULL,
    "agent_id" TEXT,
    "response_seconds" INTEGER,
    "first_response_seconds" INTEGER,
    "first_response_any_seconds" INTEGER,

    CONSTRAINT "reply_fact_pkey" PRIMARY KEY ("shop_id","connection_id","ticket_id","ordinal")
);

-- CreateTable
CREATE TABLE "turn_fact" (
    "shop_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "inbound" BOOLEAN NOT NULL,
    "turned_at" TIMESTAMPTZ(3) NOT NULL,
    "opens" BOOLEAN NOT NULL,

    CONSTRAINT "turn_fact_pkey" PRIMARY KEY ("shop_id","connection_id","ticket_id","ordinal")
);

-- CreateTable
CREATE TABLE "rating" (
    "shop_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "rating_id" TEXT NOT NULL,
    "rated_at" TIMESTAMPTZ(3) NOT NULL,
    "scale" TEXT NOT NULL,
    "score" INTEGER,
    "positive" BOOLEAN NOT NULL,
    "agent_id" TEXT,
    "is_current" BOOLEAN NOT NULL,

    CONSTRAINT "rating_pkey" PRIMARY KEY ("shop_id","connection_id","ticket_id","rating_id","rated_at")
);

-- CreateTable
CREATE TABLE "shop_order" (
    "shop_id" UUID NOT NULL,
    "order_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "processed_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),
    "test" BOOLEAN NOT NULL,
    "source_name" TEXT,
    "eligible" BOOLEAN NOT NULL,
    "customer_id" TEXT,
    "currency" TEXT NOT NULL,
    "gross_minor" BIGINT NOT NULL,
    "refunded_minor" BIGINT NOT NULL,
    "net_minor" BIGINT NOT NULL,

    CONSTRAINT "shop_order_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- CreateTable
CREATE TABLE "order_key" (
    "shop_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "order_id" BIGINT NOT NULL,

    CONSTRAINT "order_key_pkey" PRIMARY KEY ("shop_id","key","order_id")
);

-- CreateTable
CREATE TABLE "credit" (
    "shop_id" UUID NOT NULL,
    "order_id" BIGINT NOT NULL,
    "connection_id" UUID NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "agent_id" TEXT,
    "matched_by" TEXT NOT NULL,
    "anchor_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credit_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- CreateTable
CREATE TABLE "assist" (
    "shop_id" UUID NOT NULL,
    "order_id" BIGINT NOT NULL,
    "connection_id" UUID NOT NULL,
    "ticket_id" TEXT NOT NULL,

    CONSTRAINT "assist_pkey" PRIMARY KEY ("shop_id","order_id","connection_id","ticket_id")
);

-- CreateTable
CREATE TABLE "touched_key" (
    "shop_id" UUID NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "touched_key_pkey" PRIMARY KEY ("shop_id","key")
);

-- CreateTable
CREATE TABLE "touched_day" (
    "shop_id" UUID NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "touched_day_pkey" PRIMARY KEY ("shop_id","day")
);

-- CreateTable
CREATE TABLE "daily_figure" (
    "shop_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "connection_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "created" INTEGER NOT NULL DEFAULT 0,
    "outbound" INTEGER NOT NULL DEFAULT 0,
    "identifiable" INTEGER NOT NULL DEFAULT 0,
    "open_delta" INTEGER NOT NULL DEFAULT 0,
    "closed" INTEGER NOT NULL DEFAULT 0,
    "closed_one_touch" INTEGER NOT NULL DEFAULT 0,
    "closed_automated" INTEGER NOT NULL DEFAULT 0,
    "closed_without_reply" INTEGER NOT NULL DEFAULT 0,
    "closed_reopened" INTEGER NOT NULL DEFAULT 0,
    "resolution_seconds" BIGINT NOT NULL DEFAULT 0,
    "first_responses" INTEGER NOT NULL DEFAULT 0,
    "first_response_seconds" BIGINT NOT NULL DEFAULT 0,
    "first_any_responses" INTEGER NOT NULL DEFAULT 0,
    "first_any_response_seconds" BIGINT NOT NULL DEFAULT 0,
    "responses" INTEGER NOT NULL DEFAULT 0,
    "response_seconds" BIGINT NOT NULL DEFAULT 0,
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

    CONSTRAINT "daily_figure_pkey" PRIMARY KEY ("shop_id","day","connection_id","channel","agent_id")
);

-- CreateTable
CREATE TABLE "daily_order" (
    "shop_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "placed" INTEGER NOT NULL,
    "eligible" INTEGER NOT NULL,
    "eligible_gross_minor" BIGINT NOT NULL,
    "eligible_refunded_minor" BIGINT NOT NULL,
    "eligible_net_minor" BIGINT NOT NULL,

    CONSTRAINT "daily_order_pkey" PRIMARY KEY ("shop_id","day")
);

-- CreateTable
CREATE TABLE "lease" (
    "shop_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("shop_id","name")
);

-- CreateIndex
CREATE INDEX "session_shop_idx" ON "session"("shop");

-- CreateIndex
CREATE UNIQUE INDEX "shop_domain_key" ON "shop"("domain");

-- CreateIndex
CREATE INDEX "webhook_event_processed_at_received_at_idx" ON "webhook_event"("processed_at", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "helpdesk_connection_shop_id_vendor_account_key" ON "helpdesk_connection"("shop_id", "vendor", "account");

-- CreateIndex
CREATE INDEX "ticket_key_shop_id_connection_id_ticket_id_idx" ON "ticket_key"("shop_id", "connection_id", "ticket_id");

-- CreateIndex
CREATE INDEX "ticket_fact_shop_id_created_at_idx" ON "ticket_fact"("shop_id", "created_at");

-- CreateIndex
CREATE INDEX "ticket_fact_shop_id_first_human_reply_at_idx" ON "ticket_fact"("shop_id", "first_human_reply_at");

-- CreateIndex
CREATE INDEX "ticket_fact_shop_id_closed_at_idx" ON "ticket_fact"("shop_id", "closed_at");

-- CreateIndex
CREATE INDEX "reply_fact_shop_id_replied_at_idx" ON "reply_fact"("shop_id", "replied_at");

-- CreateIndex
CREATE INDEX "turn_fact_shop_id_turned_at_idx" ON "turn_fact"("shop_id", "turned_at");

-- CreateIndex
CREATE INDEX "rating_shop_id_rated_at_idx" ON "rating"("shop_id", "rated_at");

-- CreateIndex
CREATE INDEX "shop_order_shop_id_processed_at_idx" ON "shop_order"("shop_id", "processed_at");

-- CreateIndex
CREATE INDEX "shop_order_shop_id_updated_at_idx" ON "shop_order"("shop_id", "updated_at");

-- CreateIndex
CREATE INDEX "order_key_shop_id_order_id_idx" ON "order_key"("shop_id", "order_id");

-- CreateIndex
CREATE INDEX "credit_shop_id_connection_id_ticket_id_idx" ON "credit"("shop_id", "connection_id", "ticket_id");

-- AddForeignKey
ALTER TABLE "order_sync" ADD CONSTRAINT "order_sync_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "helpdesk_connection" ADD CONSTRAINT "helpdesk_connection_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;
