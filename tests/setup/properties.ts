import fc from "fast-check";

// The report of a property that fails tells of its error too: the list of failures at the end of a run has one text a test.
fc.configureGlobal({ includeErrorInReport: true });
