/** Statements of months: made, issued, corrected, explained, reconciled. */
package io.eipmeter.jobs.rating.report;
