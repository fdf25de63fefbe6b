package io.eipmeter.sim.lab.bench;

import com.google.protobuf.ByteString;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.tables.domain.EventRows;
import io.eipmeter.jobs.tables.domain.FlowRows;
import io.eipmeter.jobs.tables.domain.RowBlocks;
import io.eipmeter.jobs.tables.domain.SettledRows;
import io.eipmeter.jobs.tables.domain.TableRows;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.clickhouse.ClickHouseHttp;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.schemas.clickhouse.Lifetimes;
import io.eipmeter.schemas.clickhouse.Migrations;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.FlowBlock;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import io.eipmeter.sim.lab.clickhouse.LocalClickHouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/**
 * What the tables cost: rows a second into them, bytes a row on disk, and how long a dashboard
 * waits. Arguments: addresses, minutes, flows, seed. Traffic is heavy-tailed and in bursts; a flow
 * has a random peer of 200,000, random ports and a random end, so real ones are rather smaller.
 */
public final class TablesBench {
  private static final long START_MS = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();
  private static final int BATCH = 100_000;
  private static final int FLOWS_A_BLOCK = 100;
  private static final int RUNS = 5;

  private final ClickHouseHttp http;
  private final Random random;
  private long insertNs;

  private TablesBench(ClickHouseHttp http, long seed) {
    this.http = http;
    this.random = new Random(seed);
  }

  public static void main(String[] args) throws Exception {
    int addresses = Integer.parseInt(args[0]);
    int minutes = Integer.parseInt(args[1]);
    int flows = Integer.parseInt(args[2]);
    Path directory = Files.createTempDirectory("eipmeter-tables-bench");
    try (LocalClickHouse clickHouse =
        LocalClickHouse.start(directory.resolve("data"), directory.resolve("logs"))) {
      ClickHouseTarget target = ClickHouseTarget.local(clickHouse.httpUrl().toString(), "eipmeter");
      new Migrations(target, Lifetimes.LONGEST).apply();
      TablesBench bench =
          new TablesBench(
              new ClickHouseHttp(target, Duration.ofMinutes(5)), Long.parseLong(args[3]));
      bench.statements(addresses);
      bench.minutes(addresses, minutes);
      bench.flows(addresses, flows);
      bench.queries();
    }
  }

  private static ByteString address(int first, int second, int host) {
    byte[] bytes = {
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      -1,
      -1,
      (byte) first,
      (byte) second,
      (byte) (host >> 8),
      (byte) host
    };
    return ByteString.copyFrom(bytes);
  }

  private void statements(int addresses) throws Exception {
    RowBlocks blocks = new RowBlocks(Topic.EIP_EVENTS);
    for (int i = 0; i < addresses; i++) {
      byte[] event =
          EipEvent.newBuilder()
              .setOwnershipId("o" + i)
              .setAddress(address(100, 64, i))
              .setPrefixLength(128)
              .setFromMs(START_MS)
              .setAccount("account-" + i % 500)
              .setMaxBandwidthBitsPerSecond(100_000_000)
              .build()
              .toByteArray();
      new EventRows().write(new LoggedRecord(0, i, START_MS, new Address(0, 1), event), blocks);
    }
    insert(blocks);
  }

  private void minutes(int addresses, int minutes) throws Exception {
    RowBlocks blocks = new RowBlocks(Topic.EIP_MINUTES);
    long startNs = System.nanoTime();
    insertNs = 0;
    long rows = 0;
    long waiting = 0;
    for (int minute = 0; minute < minutes; minute++) {
      for (int i = 0; i < addresses; i++) {
        SettledRows.write(minute(i, minute), 0, blocks);
        rows++;
        if (++waiting == BATCH) {
          insert(blocks);
          waiting = 0;
        }
      }
    }
    insert(blocks);
    rate("eip_minutes", rows, System.nanoTime() - startNs);
    disk("eip_minutes");
  }

  private SettledRow minute(int address, int minute) {
    long minuteMs = START_MS + minute * 60_000L;
    double scale = Math.exp(6 + address % 100 / 10.0);
    long out = (long) (scale * Math.exp(1.2 * random.nextGaussian()));
    long in = (long) (scale * Math.exp(-1.5 + 0.8 * random.nextGaussian()));
    return SettledRow.newBuilder()
        .setCloseMs(minuteMs + 150_000)
        .setMinute(
            EipMinute.newBuilder()
                .setAddress(address(100, 64, address))
                .setMinuteMs(minuteMs)
                .setUsage(
                    Usage.newBuilder()
                        .setBytesOut(out)
                        .setBytesIn(in)
                        .setPacketsOut(out / 900 + 1)
                        .setPacketsIn(in / 200 + 1)
                        .setFlowsOut(out / 18_000 + 1)
                        .setFlowsIn(in / 5_000 + 1)
                        .setSamplingRateMin(1)
                        .setSamplingRateMax(1)
                        .setLongestRecordMs(1 + random.nextInt(60_000))))
        .build();
  }

  private void flows(int addresses, int flows) throws Exception {
    RowBlocks blocks = new RowBlocks(Topic.FLOW_SAMPLES);
    long startNs = System.nanoTime();
    insertNs = 0;
    int waiting = 0;
    for (int block = 0; block < flows / FLOWS_A_BLOCK; block++) {
      byte[] value = flowBlock(addresses, block).toByteArray();
      new FlowRows().write(new LoggedRecord(0, block, START_MS, new Address(0, 1), value), blocks);
      waiting += FLOWS_A_BLOCK;
      if (waiting == BATCH) {
        insert(blocks);
        waiting = 0;
      }
    }
    insert(blocks);
    rate("flows", flows / FLOWS_A_BLOCK * (long) FLOWS_A_BLOCK, System.nanoTime() - startNs);
    disk("flows");
  }

  private FlowBlock flowBlock(int addresses, int block) {
    long receivedMs = START_MS + block;
    FlowBlock.Builder flows =
        FlowBlock.newBuilder()
            .setExporterAddress(address(192, 0, 512 + block % 8))
            .setReceivedMs(receivedMs)
            .setProtocol("ipfix")
            .setPartition(block % 4)
            .setOffset(block);
    ByteString.Output src = ByteString.newOutput();
    ByteString.Output dst = ByteString.newOutput();
    ByteString.Output natSrc = ByteString.newOutput();
    for (int i = 0; i < FLOWS_A_BLOCK; i++) {
      int eip = (int) (Math.pow(random.nextDouble(), 3) * addresses);
      int peer = new Random((long) (Math.pow(random.nextDouble(), 2) * 200_000)).nextInt();
      long endMs = receivedMs - random.nextInt(60_000);
      long packets = (long) Math.exp(5 + 1.5 * random.nextGaussian()) + 1;
      int port = 1_024 + random.nextInt(60_000);
      put(src, address(10, 0, eip));
      put(dst, address(peer >> 24, peer >> 16, peer));
      put(natSrc, address(100, 64, eip));
      flows
          .addSrcPort(port)
          .addDstPort(new int[] {443, 80, 53, 22}[peer & 3])
          .addPostNatSrcPort(1_024 + random.nextInt(64_000))
          .addIpProtocol(6)
          .addBytes(packets * (60 + random.nextInt(1_400)))
          .addPackets(packets)
          .addStartMs(endMs - (long) Math.min(60_000, Math.exp(6 + 2 * random.nextGaussian())))
          .addEndMs(endMs)
          .addSamplingRate(1)
          .addInIf(1)
          .addOutIf(2)
          .addTcpFlags(27)
          .addIndex(i);
    }
    return flows
        .setSrc(src.toByteString())
        .setDst(dst.toByteString())
        .setPostNatSrc(natSrc.toByteString())
        .build();
  }

  private static void put(ByteString.Output column, ByteString address) {
    column.write(address.toByteArray(), 0, address.size());
  }

  private void insert(RowBlocks blocks) throws Exception {
    for (TableRows rows : blocks.take()) {
      long startNs = System.nanoTime();
      http.insert(
          rows.table().tableName(),
          rows.table().columns(),
          rows.rowBinary(),
          rows.rowBinary().length);
      insertNs += System.nanoTime() - startNs;
    }
  }

  private void rate(String table, long rows, long ns) {
    System.out.printf(
        "%-12s %,d rows: %,.0f rows/s with making and encoding them, %,.0f rows/s in inserts of"
            + " %,d%n",
        table, rows, rows * 1e9 / ns, rows * 1e9 / insertNs, BATCH);
  }

  private void disk(String table) throws Exception {
    http.query("OPTIMIZE TABLE eipmeter." + table + " FINAL");
    System.out.printf(
        "%-12s %s bytes a row on disk%n",
        table,
        http.query(
                "SELECT round(sum(bytes_on_disk) / sum(rows), 2) FROM system.parts"
                    + " WHERE active AND database = 'eipmeter' AND table = '"
                    + table
                    + "'")
            .strip());
  }

  private void queries() throws Exception {
    for (String dictionary :
        new String[] {"owners", "owner_units", "owner_prefixes", "lost_minutes"}) {
      http.query("SYSTEM RELOAD DICTIONARY eipmeter." + dictionary);
    }
    String day = " WHERE minute >= '2026-11-01 00:00:00' AND minute < '2026-11-02 00:00:00'";
    String top = " GROUP BY account ORDER BY b DESC LIMIT 10";
    time(
        "one address, a day of minutes with owner",
        "SELECT minute, account, bits_per_second_out, utilisation_out FROM"
            + " eipmeter.eip_minute_owned"
            + day
            + " AND address = toIPv6('100.64.0.7') ORDER BY minute");
    time("all, no owner", "SELECT sum(bytes_out) AS b FROM eipmeter.eip_minutes FINAL" + day);
    time(
        "top accounts, range dictionary (eip_slice_owned)",
        "SELECT account, sum(bytes_out) AS b FROM eipmeter.eip_slice_owned" + day + top);
    time(
        "top accounts, ASOF JOIN",
        "SELECT o.account AS account, sum(m.bytes_out) AS b FROM (SELECT * FROM"
            + " eipmeter.eip_minutes FINAL"
            + day
            + ") AS m ASOF LEFT JOIN eipmeter.eip_owner AS o ON m.address = o.address AND"
            + " m.minute >= toDateTime(o.owned_from)"
            + top);
    time(
        "top accounts, minutes put together (eip_minute_owned)",
        "SELECT account, sum(bytes_out) AS b FROM eipmeter.eip_minute_owned" + day + top);
  }

  private void time(String what, String sql) throws Exception {
    long bestNs = Long.MAX_VALUE;
    for (int run = 0; run < RUNS; run++) {
      long startNs = System.nanoTime();
      http.query(sql);
      bestNs = Math.min(bestNs, System.nanoTime() - startNs);
    }
    System.out.printf("%6d ms  %s (best of %d)%n", bestNs / 1_000_000, what, RUNS);
  }
}
