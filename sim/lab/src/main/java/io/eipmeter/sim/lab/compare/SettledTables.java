package io.eipmeter.sim.lab.compare;

import io.eipmeter.schemas.Topic;
import io.eipmeter.sim.lab.compare.OwnerComparison.Owner;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.AddressMinute;
import io.eipmeter.sim.world.ControlSums;
import io.eipmeter.sim.world.Drops;
import io.eipmeter.sim.world.Usage;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the tables say, in the ledger's own terms. */
public final class SettledTables {
  private final ClickHouseReader reader;
  private final String database;

  public SettledTables(ClickHouseReader reader, String database) {
    this.reader = reader;
    this.database = database;
  }

  /**
   * Log time up to which all rows of a settled topic are in; 0 before all partitions told.
   *
   * @param partitions of the topic
   */
  public long settledUntilMs(Topic topic, int partitions) {
    String[] row =
        reader
            .rows(
                "SELECT count(), toUnixTimestamp64Milli(min(settled_until)) FROM "
                    + database
                    + ".progress FINAL WHERE topic = '"
                    + topic.topicName()
                    + "'")
            .get(0);
    return Integer.parseInt(row[0]) < partitions ? 0 : Long.parseLong(row[1]);
  }

  /** Statements of ownership that are in, each once. */
  public long statements() {
    return Long.parseLong(
        reader.rows("SELECT uniqExact(log_partition, log_offset) FROM " + database + ".eip_events")
            .get(0)[0]);
  }

  /** Every minute of every unit: the sum of its slices. */
  public SortedMap<AddressMinute, Usage> minutes() {
    return usage("eip_minutes", "minute");
  }

  /** Every quarter of an hour of every unit, by its start: the sum of its slices. */
  public SortedMap<AddressMinute, Usage> quarters() {
    return usage("eip_quarters", "quarter");
  }

  /** What became of all bytes, by exporter. */
  public SortedMap<Address, ControlSums> controls() {
    SortedMap<Address, ControlSums> controls = new TreeMap<>();
    for (String[] row :
        reader.rows(
            "SELECT toString(exporter), sum(counted_bytes), sum(bytes_out), sum(bytes_in),"
                + " sum(both_bytes), sum(other_bytes), sum(elsewhere_bytes) FROM "
                + database
                + ".control_totals FINAL GROUP BY exporter")) {
      controls.put(
          Address.parse(row[0]),
          new ControlSums(
              Long.parseUnsignedLong(row[1]),
              Long.parseUnsignedLong(row[2]),
              Long.parseUnsignedLong(row[3]),
              Long.parseUnsignedLong(row[4]),
              Long.parseUnsignedLong(row[5]),
              Long.parseUnsignedLong(row[6])));
    }
    return controls;
  }

  /** What was dropped of each unit in each minute; minutes without are left out. */
  public SortedMap<AddressMinute, Drops> drops() {
    SortedMap<AddressMinute, Drops> drops = new TreeMap<>();
    for (String[] row :
        reader.rows(
            "SELECT toString(address), toUnixTimestamp(minute), sum(dropped_bytes) AS b,"
                + " sum(dropped_packets) AS p FROM "
                + database
                + ".eip_minutes FINAL GROUP BY address, minute HAVING b + p > 0")) {
      drops.put(
          key(row), new Drops(Long.parseUnsignedLong(row[2]), Long.parseUnsignedLong(row[3])));
    }
    return drops;
  }

  private SortedMap<AddressMinute, Usage> usage(String table, String interval) {
    SortedMap<AddressMinute, Usage> sums = new TreeMap<>();
    for (String[] row :
        reader.rows(
            ("SELECT toString(address), toUnixTimestamp(%s), sum(bytes_out), sum(bytes_in),"
                    + " sum(packets_out), sum(packets_in), sum(flows_out), sum(flows_in)"
                    + " FROM %s.%s FINAL GROUP BY address, %s")
                .formatted(interval, database, table, interval))) {
      sums.put(key(row), usage(row));
    }
    return sums;
  }

  /** The dictionaries of owners are some seconds behind their tables; after this they are not. */
  public void reloadOwners() {
    for (String dictionary : List.of("owners", "owner_units", "owner_prefixes")) {
      reader.execute("SYSTEM RELOAD DICTIONARY " + database + "." + dictionary);
    }
  }

  /** Who the tables say holds each unit in each minute; nobody is an empty account. */
  public SortedMap<AddressMinute, Owner> owners() {
    reloadOwners();
    SortedMap<AddressMinute, Owner> owners = new TreeMap<>();
    for (String[] row :
        reader.rows(
            "SELECT toString(address), toUnixTimestamp(minute), account, eip_id FROM "
                + database
                + ".eip_minute_owned")) {
      owners.put(key(row), new Owner(row[2], row[3]));
    }
    return owners;
  }

  /** Exports that the tables show as lost, by exporter. */
  public SortedMap<Address, Long> lostExports() {
    SortedMap<Address, Long> lost = new TreeMap<>();
    for (String[] row :
        reader.rows(
            "SELECT toString(exporter), sum(lost_exports) FROM "
                + database
                + ".exporter_minutes FINAL GROUP BY exporter")) {
      lost.put(Address.parse(row[0]), Long.parseLong(row[1]));
    }
    return lost;
  }

  private static AddressMinute key(String[] row) {
    return new AddressMinute(Address.parse(row[0]), Long.parseLong(row[1]) * 1_000);
  }

  private static Usage usage(String[] row) {
    return new Usage(
        Long.parseUnsignedLong(row[2]),
        Long.parseUnsignedLong(row[3]),
        Long.parseUnsignedLong(row[4]),
        Long.parseUnsignedLong(row[5]),
        Long.parseUnsignedLong(row[6]),
        Long.parseUnsignedLong(row[7]));
  }
}
