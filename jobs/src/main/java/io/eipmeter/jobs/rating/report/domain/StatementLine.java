package io.eipmeter.jobs.rating.report.domain;

import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.jobs.rating.time.BillingPeriod;

/**
 * A line as it stands on a statement.
 *
 * @param id its name for {@code explain}
 * @param chargePeriod the month it charges for: an earlier one where it corrects
 * @param charge what it charges
 * @param corrects id of the line it takes back; empty: none
 */
public record StatementLine(
    String id, BillingPeriod chargePeriod, ChargeLine charge, String corrects) {}
