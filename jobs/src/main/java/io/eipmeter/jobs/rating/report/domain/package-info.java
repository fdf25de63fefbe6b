/** Statements and their corrections. Pure: no I/O, no clock. */
package io.eipmeter.jobs.rating.report.domain;
