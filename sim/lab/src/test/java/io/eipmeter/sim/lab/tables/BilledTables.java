package io.eipmeter.sim.lab.tables;

import static io.eipmeter.sim.lab.tables.TestTables.address;
import static io.eipmeter.sim.lab.tables.TestTables.ms;

import io.eipmeter.jobs.tables.domain.EventRows;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.schemas.v1.ControlTotal;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.EipQuarter;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import io.eipmeter.sim.lab.cli.Commands;
import io.eipmeter.sim.lab.cli.Commands.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Usage and owners in a real ClickHouse, and the commands that bill them. One GB is 10^9 bytes and
 * costs 0.10; an hour of holding costs 0.01; a gigabyte in a quarter is its first minute.
 */
final class BilledTables implements AutoCloseable {
  static final long GB = 1_000_000_000L;
  static final String PRICES =
      """
      name: test
      version: 1
      description: For this test
      currency: USD
      zone: UTC
      validFrom: 2026-01-01
      bytesPerGigabyte: 1000000000
      hours: {configurationFee: clock-hours, bandwidth: duration}
      uncertainUsage: {sampled: park, bestEffort: bill}
      prices:
        - regions: ["*"]
          line: BGP
          dataTransfer:
            metered: out
            perGigabyte: 0.1
          configurationFee: {perHour: 0.01, perDay: 0.24}
          bandwidth: {perMbpsDay: 0.05}
      """;

  final TestTables tables;
  final Path directory;
  final Path book;

  private BilledTables(TestTables tables, Path directory) throws IOException {
    this.tables = tables;
    this.directory = directory;
    this.book = Files.writeString(directory.resolve("test.yaml"), PRICES);
  }

  static BilledTables start(Path directory) throws Exception {
    return new BilledTables(TestTables.start(directory), directory);
  }

  @Override
  public void close() {
    tables.close();
  }

  void empty() {
    tables.empty(
        "eip_minutes",
        "eip_quarters",
        "control_totals",
        "eip_events",
        "statements",
        "statement_lines",
        "statement_hours",
        "statement_eips",
        "closed_periods",
        "price_books",
        "progress",
        "statement_locks",
        "snapshot_hours",
        "snapshot_eips");
    settledUntil("2027-03-01 00:00:00");
  }

  /** How far the pipeline is, by the tables. */
  void settledUntil(String time) {
    tables.execute(
        "INSERT INTO eipmeter.progress (topic, log_partition, generation, settled_until) SELECT"
            + " arrayJoin(['eip-minutes-v1', 'eip-quarters-v1', 'control-totals-v1',"
            + " 'exporter-minutes-v1']), 0, 1, '"
            + time
            + "'");
  }

  Answer run(String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    words.add("--clickhouse");
    words.add(tables.clickHouse().httpUrl().toString());
    return Commands.run(words);
  }

  Answer report(String period, String now, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of("report", "--book", book.toString(), "--period", period, "--now", now));
    command.addAll(List.of(more));
    return run(command.toArray(String[]::new));
  }

  /** Bytes out in the first minute of a quarter, in all the tables they belong to. */
  void used(String address, String quarter, long bytesOut, int late) {
    SettledRow.Builder row = SettledRow.newBuilder().setCloseMs(ms(quarter) + 5_400_000);
    Usage usage = Usage.newBuilder().setBytesOut(bytesOut).setBytesIn(7).setPacketsOut(1).build();
    long sliceMs = late == 0 ? 0 : ms(quarter) + late * 86_400_000L;
    long hourMs = ms(quarter) / 3_600_000 * 3_600_000;
    tables.put(
        1,
        List.of(
            row.setMinute(
                    EipMinute.newBuilder()
                        .setAddress(address(address))
                        .setMinuteMs(ms(quarter))
                        .setSliceMs(sliceMs)
                        .setUsage(usage))
                .build()));
    tables.put(
        1,
        List.of(
            row.setQuarter(
                    EipQuarter.newBuilder()
                        .setAddress(address(address))
                        .setQuarterMs(ms(quarter))
                        .setSliceMs(sliceMs)
                        .setUsage(usage))
                .build()));
    tables.put(
        1,
        List.of(
            row.setControlTotal(
                    ControlTotal.newBuilder()
                        .setExporterAddress(address("192.0.2." + (late + 1)))
                        .setHourMs(hourMs)
                        .setSliceMs(sliceMs)
                        .setCountedBytes(bytesOut + 7)
                        .setBytesOut(bytesOut)
                        .setBytesIn(7))
                .build()));
  }

  void held(String id, String account, String ip, String from, String to, int log) {
    tables.put(
        Topic.EIP_EVENTS,
        new EventRows(),
        ms("2026-11-20T00:00:00Z") + log,
        EipEvent.newBuilder()
            .setOwnershipId(id)
            .setAddress(address(ip))
            .setPrefixLength(128)
            .setFromMs(ms(from))
            .setToMs(to.isEmpty() ? 0 : ms(to))
            .setAccount(account)
            .setEipId("eip-" + id)
            .setRegion("r")
            .setLine("BGP")
            .setChargeMethod(ChargeMethod.CHARGE_METHOD_DATA_TRANSFER)
            .setMaxBandwidthBitsPerSecond(5_000_000)
            .build());
  }

  String total(String account, String period) {
    return String.join(
        "",
        tables.query(
            "SELECT toString(total) FROM eipmeter.statements FINAL WHERE account = '"
                + account
                + "' AND period = '"
                + period
                + "'"));
  }
}
