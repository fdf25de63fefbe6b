/** Statements from the tables, into the tables, and onto paper. */
package io.eipmeter.jobs.rating.report;
