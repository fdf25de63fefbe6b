package io.eipmeter.dashboards;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.eipmeter.dashboards.Month.Use;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.tables.domain.AlertRows;
import io.eipmeter.jobs.tables.domain.DeliveryRows;
import io.eipmeter.jobs.tables.domain.EventRows;
import io.eipmeter.jobs.tables.domain.RecordRows;
import io.eipmeter.jobs.tables.domain.RowBlocks;
import io.eipmeter.jobs.tables.domain.SettingsRows;
import io.eipmeter.jobs.tables.domain.SettledRows;
import io.eipmeter.jobs.tables.domain.TableRows;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.schemas.clickhouse.Lifetimes;
import io.eipmeter.schemas.clickhouse.Migrations;
import io.eipmeter.schemas.v1.ControlTotal;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.EipQuarter;
import io.eipmeter.schemas.v1.ExporterMinute;
import io.eipmeter.schemas.v1.Settings;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import java.util.List;

/**
 * The month in the tables, each row as the job `tables` would make it. Two exporters send every
 * minute; the second loses three exports in the last minute but ten of each day.
 */
final class MonthTables {
  static final String DATABASE = "eipmeter";
  static final long LOST_A_DAY = 3;

  /** Half a dollar for 10^9 bytes out; one finding stands, one has ended. */
  private static final List<String> CHARGES_AND_FINDINGS =
      List.of(
          """
          INSERT INTO eipmeter.hour_charges
            (address, ownership_id, hour, as_of, close, generation, correction, account, eip_id,
             region, line, bytes, quantity, unit_price, cost, currency, price_version, inputs_hash)
          SELECT address, ownership_id, toStartOfHour(quarter) AS charged_hour,
            charged_hour + 7200, charged_hour + 7200, 0, false, account, eip_id, region, line,
            sum(bytes_out), toDecimal256(sum(bytes_out), 24) / 1000000000, 0.5,
            toDecimal256(sum(bytes_out), 24) / 2000000000, 'USD', 'book@1', ''
          FROM eipmeter.eip_quarter_slice_owned
          WHERE account != ''
          GROUP BY address, ownership_id, charged_hour, account, eip_id, region, line""",
          """
          INSERT INTO eipmeter.charge_controls
            (slot, hour, as_of, close, generation, minutes_bytes_out, minutes_bytes_in,
             quarters_bytes_out, quarters_bytes_in, billed_bytes, free_bytes, no_owner_bytes,
             other_method_bytes, no_price_bytes)
          SELECT 0, toStartOfHour(quarter) AS charged_hour, charged_hour + 7200,
            charged_hour + 7200, 0, sum(bytes_out), sum(bytes_in), sum(bytes_out), sum(bytes_in),
            sumIf(bytes_out, account != ''), 0, sumIf(bytes_out, account = ''), 0, 0
          FROM eipmeter.eip_quarter_slice_owned
          GROUP BY charged_hour""",
          """
          INSERT INTO eipmeter.findings
            (address, eip_id, kind, since, number, close, generation, end, found, last_use, advice,
             account, region, line, name, charge_method, association_kind, association_id,
             cost_per_day, cost_per_month, currency, price_version)
          VALUES
            ('100.64.0.1', 'eip-1', 'unassociated', '2026-10-01 00:00:00', 1, '2026-10-08 00:00:00',
             0, 'unspecified', '2026-10-08 00:00:00', '1970-01-01 00:00:00', 'release', 'acct-1',
             'region-1', 'bgp', '', 'data_transfer', '', '', 0.1, 3, 'USD', 'book@1'),
            ('100.64.0.2', 'eip-2', 'unused', '2026-10-01 00:00:00', 1, '2026-10-08 00:00:00', 0,
             'unspecified', '2026-10-08 00:00:00', '1970-01-01 00:00:00', 'look', 'acct-2',
             'region-1', 'bgp', '', 'data_transfer', 'vm', 'i-2', 0.1, 3, 'USD', 'book@1'),
            ('100.64.0.2', 'eip-2', 'unused', '2026-10-01 00:00:00', 2, '2026-10-31 23:30:00', 0,
             'used', '2026-10-08 00:00:00', '2026-10-31 23:29:00', 'look', 'acct-2',
             'region-1', 'bgp', '', 'data_transfer', 'vm', 'i-2', 0.1, 3, 'USD', 'book@1')""");

  private static final List<String> EXPORTERS = List.of("192.0.2.1", "192.0.2.2");

  private final ClickHouseDatabase database;
  private long offset;

  private MonthTables(ClickHouseDatabase database) {
    this.database = database;
  }

  static void fill(String url, Month month) throws Exception {
    try (ClickHouseDatabase database =
        ClickHouseDatabase.of(ClickHouseTarget.local(url, DATABASE))) {
      new MonthTables(database).fill(month);
    }
  }

  private void fill(Month month) throws Exception {
    new Migrations(database.target(), Lifetimes.LONGEST).apply();
    for (int daysBack = Month.DAYS - 1; daysBack >= 0; daysBack--) {
      day(month, daysBack);
    }
    put(
        Topic.SETTINGS,
        new SettingsRows(),
        List.of(
            Settings.newBuilder().setVersion(1).setFromLogMs(Month.END_MS - 1_800_000).build()));
    put(Topic.ALERTS, new AlertRows(), new MonthAlerts().notices());
    put(Topic.ALERT_DELIVERIES, new DeliveryRows(), new MonthAlerts().attempts());
    database.execute(
        "INSERT INTO eipmeter.progress VALUES ('eip-minutes-v1', 0, 0, '2026-11-01 00:00:00')");
    for (String table : List.of("eip_quarters", "exporter_minutes", "control_totals")) {
      database.execute("OPTIMIZE TABLE eipmeter." + table + " FINAL");
    }
    for (String dictionary : List.of("owners", "owner_units", "owner_prefixes", "lost_minutes")) {
      database.execute("SYSTEM RELOAD DICTIONARY eipmeter." + dictionary);
    }
    for (String statement : CHARGES_AND_FINDINGS) {
      database.execute(statement);
    }
  }

  private void day(Month month, int daysBack) throws Exception {
    RowBlocks rows = new RowBlocks(Topic.EIP_MINUTES);
    for (Use use : month.minutes(daysBack)) {
      write(
          SettledRow.newBuilder()
              .setMinute(
                  EipMinute.newBuilder()
                      .setAddress(ByteString.copyFrom(use.address().bytes()))
                      .setMinuteMs(use.startMs())
                      .setUsage(usage(use))),
          use.startMs() + 150_000,
          rows);
    }
    for (Use use : month.quarters(daysBack)) {
      write(
          SettledRow.newBuilder()
              .setQuarter(
                  EipQuarter.newBuilder()
                      .setAddress(ByteString.copyFrom(use.address().bytes()))
                      .setQuarterMs(use.startMs())
                      .setUsage(usage(use))),
          use.startMs() + 4_500_000,
          rows);
    }
    exporters(month, daysBack, rows);
    insert(rows.take());
    put(Topic.EIP_EVENTS, new EventRows(), month.statements(daysBack));
  }

  private static void exporters(Month month, int daysBack, RowBlocks rows) {
    long startMs = Month.END_MS - (daysBack + 1) * Month.DAY_MS;
    for (int exporter = 0; exporter < EXPORTERS.size(); exporter++) {
      ByteString address = address(EXPORTERS.get(exporter));
      for (int minute = 0; minute < 1_440; minute++) {
        long minuteMs = startMs + minute * Month.MINUTE_MS;
        boolean loses = exporter == 1 && minute == 1_430;
        write(
            SettledRow.newBuilder()
                .setExporterMinute(
                    ExporterMinute.newBuilder()
                        .setExporterAddress(address)
                        .setMinuteMs(minuteMs)
                        .setDatagrams(120L + exporter)
                        .setDecoded(120L + exporter)
                        .setFlows(600)
                        .setClockSkewMs(40)
                        .setLostExports(loses ? LOST_A_DAY : 0)
                        .setLostFromMs(loses ? minuteMs : 0)),
            minuteMs + 90_000,
            rows);
      }
      for (int hour = 0; hour < 24; hour++) {
        write(
            SettledRow.newBuilder()
                .setControlTotal(
                    ControlTotal.newBuilder()
                        .setExporterAddress(address)
                        .setHourMs(startMs + hour * 3_600_000L)
                        .setCountedBytes(100)
                        .setBytesOut(70)
                        .setBytesIn(40)
                        .setBothBytes(20)
                        .setOtherBytes(7)
                        .setElsewhereBytes(3)),
            startMs + (hour + 1) * 3_600_000L,
            rows);
      }
    }
  }

  private static Usage usage(Use use) {
    return Usage.newBuilder()
        .setBytesOut(use.usage().bytesOut())
        .setBytesIn(use.usage().bytesIn())
        .setPacketsOut(use.usage().packetsOut())
        .setPacketsIn(use.usage().packetsIn())
        .setFlowsOut(use.usage().flowsOut())
        .setFlowsIn(use.usage().flowsIn())
        .build();
  }

  private static void write(SettledRow.Builder row, long closeMs, RowBlocks rows) {
    if (SettledRows.write(row.setCloseMs(closeMs).build(), 0, rows) != null) {
      throw new AssertionError("poison in a test's rows: " + row);
    }
  }

  private void put(Topic topic, RecordRows rule, List<? extends MessageLite> messages)
      throws Exception {
    RowBlocks rows = new RowBlocks(topic);
    for (MessageLite message : messages) {
      rule.write(
          new LoggedRecord(
              0, offset++, Month.END_MS - Month.DAY_MS, new Address(0, 1), message.toByteArray()),
          rows);
    }
    insert(rows.take());
  }

  private void insert(List<TableRows> all) throws Exception {
    for (TableRows rows : all) {
      database.insertBlock(
          rows.table().tableName(),
          rows.table().columns(),
          rows.rowBinary(),
          rows.rowBinary().length);
    }
  }

  private static ByteString address(String literal) {
    return ByteString.copyFrom(io.eipmeter.sim.world.Address.parse(literal).bytes());
  }
}
