-- AlterTable
ALTER TABLE "helpdesk_connection" ADD COLUMN     "fully_checked_at" TIMESTAMPTZ(3),
ADD COLUMN     "recent_checked_at" TIMESTAMPTZ(3),
ADD COLUMN     "reported_tickets" INTEGER,
ADD COLUMN     "syncs" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "ticket_hint" (
    "shop_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "ticket_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "noticed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ticket_hint_pkey" PRIMARY KEY ("shop_id","connection_id","ticket_id")
);

-- CreateTable
CREATE TABLE "checked_ticket" (
    "shop_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "ticket_id" TEXT NOT NULL,

    CONSTRAINT "checked_ticket_pkey" PRIMARY KEY ("shop_id","connection_id","scope","ticket_id")
);

-- CreateTable
CREATE TABLE "coverage_day" (
    "shop_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "known" INTEGER NOT NULL,
    "reported" INTEGER NOT NULL,
    "compared_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "coverage_day_pkey" PRIMARY KEY ("shop_id","connection_id","day")
);

-- CreateTable
CREATE TABLE "helpdesk_webhook" (
    "shop_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "secret" TEXT,
    "subscription_id" TEXT,
    "signed_at" TIMESTAMPTZ(3),
    "last_delivery_at" TIMESTAMPTZ(3),

    CONSTRAINT "helpdesk_webhook_pkey" PRIMARY KEY ("shop_id","connection_id")
);

-- CreateTable
CREATE TABLE "sign_in_state" (
    "shop_id" UUID NOT NULL,
    "state_hash" TEXT NOT NULL,
    "vendor" TEXT NOT NULL,
    "fields" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_state_pkey" PRIMARY KEY ("shop_id","state_hash")
);

-- CreateTable
CREATE TABLE "request_gate" (
    "account_key" TEXT NOT NULL,
    "state" JSON NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_gate_pkey" PRIMARY KEY ("account_key")
);

-- CreateTable
CREATE TABLE "file_import" (
    "shop_id" UUID NOT NULL,
    "import_id" UUID NOT NULL,
    "connection_id" UUID,
    "file_name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "content" TEXT,
    "status" TEXT NOT NULL,
    "byte_count" BIGINT NOT NULL,
    "bytes_read" BIGINT NOT NULL DEFAULT 0,
    "mapping" JSONB,
    "rows_read" INTEGER NOT NULL DEFAULT 0,
    "rows_stored" INTEGER NOT NULL DEFAULT 0,
    "rows_refused" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "file_import_pkey" PRIMARY KEY ("shop_id","import_id")
);

-- CreateTable
CREATE TABLE "file_import_chunk" (
    "shop_id" UUID NOT NULL,
    "import_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "content" TEXT NOT NULL,

    CONSTRAINT "file_import_chunk_pkey" PRIMARY KEY ("shop_id","import_id","ordinal")
);

-- CreateTable
CREATE TABLE "file_import_problem" (
    "shop_id" UUID NOT NULL,
    "import_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "column" TEXT,

    CONSTRAINT "file_import_problem_pkey" PRIMARY KEY ("shop_id","import_id","line")
);

-- As for every table: a shop that the planner has not seen must not be expected to have no rows.
ALTER TABLE "ticket_hint" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "ticket_hint" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "checked_ticket" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "checked_ticket" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "coverage_day" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "coverage_day" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "helpdesk_webhook" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "helpdesk_webhook" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "sign_in_state" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "file_import" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "file_import" ALTER COLUMN "connection_id" SET STATISTICS 0;
ALTER TABLE "file_import_chunk" ALTER COLUMN "shop_id" SET STATISTICS 0;
ALTER TABLE "file_import_problem" ALTER COLUMN "shop_id" SET STATISTICS 0;
