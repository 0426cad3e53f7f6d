/** Stands in place of a helpdesk where an answer belongs to no conversation that is known. */
export const NO_HELPDESK = "ffffffff-ffff-ffff-ffff-ffffffffffff";
