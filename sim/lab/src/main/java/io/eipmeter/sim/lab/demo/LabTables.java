package io.eipmeter.sim.lab.demo;

import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.schemas.clickhouse.Lifetimes;
import io.eipmeter.schemas.clickhouse.MigrationException;
import io.eipmeter.schemas.clickhouse.Migrations;
import io.eipmeter.sim.lab.process.LabFailure;

/** The tables of a run. */
final class LabTables {
  /** Virtual time may be years from the wall clock that expires rows; DateTime ends in 2106. */
  private static final int KEEP_DAYS = 7_300;

  private LabTables() {}

  static void create(ClickHouseTarget target) {
    try {
      new Migrations(target, new Lifetimes(KEEP_DAYS, KEEP_DAYS, KEEP_DAYS, KEEP_DAYS, KEEP_DAYS))
          .apply();
    } catch (MigrationException e) {
      throw new LabFailure(String.valueOf(e.getMessage()), e);
    }
  }
}
