package io.eipmeter.sim.lab.bench;

import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.LabFailure;
import java.util.List;

/**
 * The same sums by ClickHouse alone: its Kafka engine reads decoded flows, a materialized view
 * splits them over the minutes and sums them up. No lateness, no settling, no exactly-once, and its
 * products of bytes and milliseconds are 64 bits wide.
 */
final class EnginePath {
  private final WholePath path;

  EnginePath(WholePath path) {
    this.path = path;
  }

  WholePath.Run run(FlowLog log, String database) {
    create(database);
    WholePath.Stopwatch watch = path.watch();
    path.clickHouse().execute(queue(database));
    path.clickHouse().execute(view(database));
    Await.until(
        "end of the flows in ClickHouse's own table",
        WholePath.LONGEST_RUN,
        null,
        () -> flows(database) >= log.flows());
    watch.stop();
    path.clickHouse().execute("DROP TABLE " + database + ".to_minutes SYNC");
    path.clickHouse().execute("DROP TABLE " + database + ".queue SYNC");
    return watch.run(
        path.totals(
                "SELECT eip, sum(bytes_out), sum(bytes_in), sum(packets), sum(flows) FROM "
                    + database
                    + ".minutes GROUP BY eip")
            .differences(log.truth()));
  }

  private long flows(String database) {
    List<String[]> failed =
        path.clickHouse()
            .rows(
                "SELECT arrayElement(exceptions.text, -1) FROM system.kafka_consumers"
                    + " WHERE length(exceptions.text) > 0 LIMIT 1");
    if (!failed.isEmpty()) {
      throw new LabFailure("ClickHouse's Kafka engine says: " + failed.get(0)[0]);
    }
    return Long.parseLong(
        path.clickHouse().rows("SELECT sum(flows) FROM " + database + ".minutes").get(0)[0]);
  }

  private void create(String database) {
    path.clickHouse().execute("CREATE DATABASE " + database);
    path.clickHouse()
        .execute(
            "CREATE TABLE "
                + database
                + ".minutes (eip UInt32, minute DateTime('UTC'), bytes_out UInt64, bytes_in UInt64,"
                + " packets UInt64, flows UInt64) ENGINE = SummingMergeTree ORDER BY (eip,"
                + " minute)");
  }

  private String queue(String database) {
    return "CREATE TABLE "
        + database
        + ".queue ("
        + DecodedTopic.COLUMNS
        + ") ENGINE = Kafka SETTINGS kafka_broker_list = '"
        + path.bootstrapServers()
        + "', kafka_topic_list = '"
        + DecodedTopic.NAME
        + "', kafka_group_name = '"
        + database
        + "', kafka_format = 'RowBinary', kafka_num_consumers = 2, kafka_thread_per_consumer = 1,"
        + " kafka_max_block_size = 1000000, kafka_poll_max_batch_size = 10000,"
        + " kafka_flush_interval_ms = 1000";
  }

  /** The rule of splitting: the part up to an instant is floor(B * (t - start) / (end+1-start)). */
  private static String view(String database) {
    return "CREATE MATERIALIZED VIEW "
        + database
        + ".to_minutes TO "
        + database
        + ".minutes AS SELECT eip, toDateTime(m * 60, 'UTC') AS minute,"
        + " sum(if(is_out, intDiv(bytes * until, d) - intDiv(bytes * since, d), 0)) AS bytes_out,"
        + " sum(if(is_out, 0, intDiv(bytes * until, d) - intDiv(bytes * since, d))) AS bytes_in,"
        + " sum(intDiv(packets * until, d) - intDiv(packets * since, d)) AS packets,"
        + " sum(until = d) AS flows FROM (SELECT eip, is_out, bytes, packets,"
        + " end_ms + 1 - start_ms AS d,"
        + " arrayJoin(range(intDiv(start_ms, 60000), intDiv(end_ms, 60000) + 1)) AS m,"
        + " greatest(start_ms, m * 60000) - start_ms AS since,"
        + " least(end_ms + 1, (m + 1) * 60000) - start_ms AS until FROM "
        + database
        + ".queue) GROUP BY eip, m";
  }
}
