/** Billing months, intervals, values over time. Pure: no I/O, no clock. */
package io.eipmeter.jobs.rating.time;
