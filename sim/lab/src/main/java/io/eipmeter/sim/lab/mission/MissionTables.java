package io.eipmeter.sim.lab.mission;

import io.eipmeter.sim.lab.compare.ClickHouseReader;
import io.eipmeter.sim.lab.oracle.AlertOracle;
import io.eipmeter.sim.lab.oracle.BillOracle;
import io.eipmeter.sim.lab.oracle.IdleOracle;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;

/** Findings, charges, alerts and deliveries as the tables have them, in the oracle's words. */
final class MissionTables {
  private final ClickHouseReader reader;
  private final String database;

  MissionTables(ClickHouseReader reader, String database) {
    this.reader = reader;
    this.database = database;
  }

  SortedMap<String, String> findings(IdleOracle.Terms terms) {
    SortedMap<String, String> findings = new TreeMap<>();
    for (String[] row :
        reader.rows(
            "SELECT eip_id, toString(kind), toUnixTimestamp64Milli(since), number, toString(end),"
                + " toUnixTimestamp64Milli(found), toString(cost_per_day) FROM "
                + database
                + ".findings FINAL")) {
      findings.put(
          IdleOracle.key(row[0], row[1], Long.parseLong(row[2]), Long.parseLong(row[3])),
          IdleOracle.value(
              row[4],
              terms.found(Long.parseLong(row[2]), Long.parseLong(row[5])),
              new BigDecimal(row[6])));
    }
    return findings;
  }

  SortedMap<String, String> alerts() {
    SortedMap<String, String> alerts = new TreeMap<>();
    for (String[] row :
        reader.rows(
            "SELECT toUnixTimestamp64Milli(period), rule_id, eip_id, toString(state),"
                + " toString(level), toString(kind) FROM "
                + database
                + ".alerts FINAL")) {
      String said = row[3].equals("alert") ? "alert " + row[4] : row[3];
      alerts.merge(
          AlertOracle.key(Long.parseLong(row[0]), row[1], row[2]),
          row[5].equals("change") ? said : row[5] + " " + said,
          (one, other) -> one + ", " + other);
    }
    return alerts;
  }

  /** What the attempts of a receiver came to, by notice. */
  SortedMap<String, String> deliveries() {
    SortedMap<String, String> deliveries = new TreeMap<>();
    for (String[] row :
        reader.rows(
            "SELECT notice_id, toString(argMax(outcome, attempt)) FROM "
                + database
                + ".alert_deliveries FINAL GROUP BY notice_id")) {
      deliveries.put(row[0], row[1]);
    }
    return deliveries;
  }

  SortedMap<String, String> noticeIds(String value) {
    SortedMap<String, String> ids = new TreeMap<>();
    reader
        .rows("SELECT DISTINCT notice_id FROM " + database + ".alerts FINAL")
        .forEach(row -> ids.put(row[0], value));
    return ids;
  }

  /** Early charges: cost by interval of ownership and hour; those that cancel out are left out. */
  SortedMap<String, String> hourCharges() {
    SortedMap<String, String> charges = new TreeMap<>();
    for (String[] row :
        reader.rows(
            "SELECT ownership_id, toUnixTimestamp(hour), toString(sum(cost)) FROM "
                + database
                + ".hour_charges FINAL GROUP BY ownership_id, hour HAVING sum(cost) != 0")) {
      charges.put(
          BillOracle.hourKey(row[0], Long.parseLong(row[1]) * 1_000),
          BillOracle.plain(new BigDecimal(row[2])));
    }
    return charges;
  }

  /** By hour, what does not add up between minutes, quarters and charges. */
  SortedMap<String, String> chargeControls() {
    SortedMap<String, String> controls = new TreeMap<>();
    reader
        .rows("SELECT toString(hour), toString(difference) FROM " + database + ".charge_control")
        .forEach(row -> controls.put(row[0], row[1]));
    return controls;
  }
}
