-- AlterTable
ALTER TABLE "rating" ADD COLUMN     "outranked" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "daily_figure" ADD COLUMN     "detractors" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "nps_answers" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "promoters" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "surveys_answered" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "surveys_asked" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "daily_agent_figure" ADD COLUMN     "detractors" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "nps_answers" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "promoters" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "surveys_answered" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "surveys_asked" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "survey" (
    "shop_id" UUID NOT NULL,
    "survey_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "claimed_connection_id" UUID,
    "claimed_vendor" TEXT,
    "claimed_ticket_id" TEXT,
    "claimed_customer_id" TEXT,
    "customer_key" TEXT,
    "widget" TEXT,
    "language" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "dismissed_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "connection_id" UUID,
    "ticket_id" TEXT,
    "agent_id" TEXT,
    "outranked" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "survey_pkey" PRIMARY KEY ("shop_id","survey_id")
);

-- CreateTable
CREATE TABLE "survey_answer" (
    "shop_id" UUID NOT NULL,
    "survey_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "answered_at" TIMESTAMPTZ(3) NOT NULL,
    "score" INTEGER NOT NULL,
    "nps" INTEGER,
    "comment" TEXT,
    "is_current" BOOLEAN NOT NULL,

    CONSTRAINT "survey_answer_pkey" PRIMARY KEY ("shop_id","survey_id","ordinal")
);

-- CreateTable
CREATE TABLE "survey_setting" (
    "shop_id" UUID NOT NULL,
    "rating_source" TEXT NOT NULL DEFAULT 'latest',
    "asks_nps" BOOLEAN NOT NULL DEFAULT true,
    "asks_comment" BOOLEAN NOT NULL DEFAULT true,
    "csat_question" TEXT,
    "nps_question" TEXT,
    "comment_question" TEXT,
    "thanks" TEXT,
    "comment_months" INTEGER NOT NULL DEFAULT 12,

    CONSTRAINT "survey_setting_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "alert" (
    "shop_id" UUID NOT NULL,
    "alert_id" UUID NOT NULL,
    "kpi_id" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "week_on" DATE NOT NULL,
    "last_week_on" DATE NOT NULL,
    "rule" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "n" INTEGER,
    "center" DOUBLE PRECISION NOT NULL,
    "lower" DOUBLE PRECISION NOT NULL,
    "upper" DOUBLE PRECISION NOT NULL,
    "movers" JSONB NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "mailed_at" TIMESTAMPTZ(3),
    "posted_at" TIMESTAMPTZ(3),
    "problem" TEXT,

    CONSTRAINT "alert_pkey" PRIMARY KEY ("shop_id","alert_id")
);

-- CreateTable
CREATE TABLE "alert_setting" (
    "shop_id" UUID NOT NULL,
    "emails" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "webhook_url" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'en',

    CONSTRAINT "alert_setting_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "flow_event" (
    "shop_id" UUID NOT NULL,
    "event_key" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "problem" TEXT,

    CONSTRAINT "flow_event_pkey" PRIMARY KEY ("shop_id","event_key")
);

-- CreateIndex
CREATE INDEX "survey_shop_id_asked_at_idx" ON "survey"("shop_id", "asked_at");

-- CreateIndex
CREATE INDEX "survey_shop_id_connection_id_ticket_id_idx" ON "survey"("shop_id", "connection_id", "ticket_id");

-- CreateIndex
CREATE INDEX "survey_shop_id_claimed_ticket_id_idx" ON "survey"("shop_id", "claimed_ticket_id");

-- CreateIndex
CREATE INDEX "survey_shop_id_customer_key_idx" ON "survey"("shop_id", "customer_key");

-- CreateIndex
CREATE UNIQUE INDEX "survey_shop_id_subject_key" ON "survey"("shop_id", "subject");

-- CreateIndex
CREATE INDEX "survey_answer_shop_id_answered_at_idx" ON "survey_answer"("shop_id", "answered_at");

-- CreateIndex
CREATE INDEX "alert_shop_id_raised_at_idx" ON "alert"("shop_id", "raised_at");

-- CreateIndex
CREATE UNIQUE INDEX "alert_shop_id_kpi_id_side_week_on_key" ON "alert"("shop_id", "kpi_id", "side", "week_on");

-- CreateIndex
CREATE INDEX "flow_event_shop_id_sent_at_idx" ON "flow_event"("shop_id", "sent_at");

-- As in tenant_statistics: the planner must not keep a list of the shops it has seen.
ALTER TABLE "survey" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "survey" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "survey" ALTER COLUMN "claimed_connection_id" SET STATISTICS 0;
ALTER TABLE "survey_answer" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "survey_setting" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "alert" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "alert_setting" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "flow_event" ALTER COLUMN "shop_id" SET STATISTICS 0;
