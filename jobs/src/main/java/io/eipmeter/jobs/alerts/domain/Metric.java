package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.schemas.v1.ResourceKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a rule can look at. A metric is a sum of a minute; its value is that sum, or the sum per
 * second, or the part of the maximum bandwidth. Findings, costs and differences are no sums of a
 * time: they hold until they are told anew.
 */
public enum Metric {
  /** net_rx.rate: bits per second into the EIP, IP layer. */
  IN_RATE(Column.BYTES_IN, Unit.BITS_PER_SECOND, "net_rx.rate"),
  /** net_tx.rate: bits per second out of the EIP, IP layer. */
  OUT_RATE(Column.BYTES_OUT, Unit.BITS_PER_SECOND, "net_tx.rate"),
  IN_PACKET_RATE(Column.PACKETS_IN, Unit.PACKETS_PER_SECOND, "net_rxPkgs.rate"),
  OUT_PACKET_RATE(Column.PACKETS_OUT, Unit.PACKETS_PER_SECOND, "net_txPkgs.rate"),
  IN_BYTES(Column.BYTES_IN, Unit.BYTES, "net.rx"),
  OUT_BYTES(Column.BYTES_OUT, Unit.BYTES, "net.tx"),
  IN_PACKETS(Column.PACKETS_IN, Unit.PACKETS, "net.rxPkgs"),
  OUT_PACKETS(Column.PACKETS_OUT, Unit.PACKETS, "net.txPkgs"),
  /** Percent of the maximum bandwidth; none where that is not known. */
  IN_UTILISATION(Column.BYTES_IN, Unit.PERCENT, "net_in.rate_percentage"),
  OUT_UTILISATION(Column.BYTES_OUT, Unit.PERCENT, "net_out.rate_percentage"),
  /** Packets per second that the gateway dropped, both directions. */
  DROP_RATE(Column.DROPPED_PACKETS, Unit.PACKETS_PER_SECOND, "out_ratelimit_drop_speed"),
  DROPPED_BYTES(Column.DROPPED_BYTES, Unit.BYTES, "dropped_bytes"),
  /** Exports that the sequence numbers of an exporter say are missing, in the protocol's unit. */
  LOST_EXPORTS(Column.LOST_EXPORTS, Unit.EXPORTS, "lost_exports"),
  /** Datagrams of an exporter that could not be used. */
  REJECTED(Column.REJECTED, Unit.DATAGRAMS, "rejected"),
  /** Flow records of an exporter that were too long or too late. */
  REJECTED_FLOWS(Column.REJECTED_FLOWS, Unit.FLOWS, "rejected_flows"),
  /** Datagrams of an exporter: none is silence. */
  DATAGRAMS(Column.DATAGRAMS, Unit.DATAGRAMS, "datagrams"),
  /** Findings of `idle` that stand for an EIP. */
  IDLE_FINDINGS(Column.FINDINGS, Unit.FINDINGS, "idle_findings"),
  /** Flat data transfer of an account's month so far, in the price book's currency. */
  COST(Column.COST, Unit.CURRENCY, "cost"),
  /** Bytes of an hour that `billing` has in one account of them and not in the other. */
  RECONCILE_DIFFERENCE(Column.DIFFERENCE, Unit.BYTES, "reconcile_difference");

  /** Where a metric's sum stands among the sums of a minute. */
  enum Column {
    BYTES_OUT(0, ResourceKind.RESOURCE_KIND_EIP, false),
    BYTES_IN(1, ResourceKind.RESOURCE_KIND_EIP, false),
    PACKETS_OUT(2, ResourceKind.RESOURCE_KIND_EIP, false),
    PACKETS_IN(3, ResourceKind.RESOURCE_KIND_EIP, false),
    DROPPED_BYTES(4, ResourceKind.RESOURCE_KIND_EIP, false),
    DROPPED_PACKETS(5, ResourceKind.RESOURCE_KIND_EIP, false),
    LOST_EXPORTS(0, ResourceKind.RESOURCE_KIND_EXPORTER, false),
    REJECTED(1, ResourceKind.RESOURCE_KIND_EXPORTER, false),
    REJECTED_FLOWS(2, ResourceKind.RESOURCE_KIND_EXPORTER, false),
    DATAGRAMS(3, ResourceKind.RESOURCE_KIND_EXPORTER, false),
    FINDINGS(0, ResourceKind.RESOURCE_KIND_EIP, true),
    COST(0, ResourceKind.RESOURCE_KIND_ACCOUNT, true),
    DIFFERENCE(0, ResourceKind.RESOURCE_KIND_PIPELINE, true);

    private final int index;
    private final ResourceKind kind;
    private final boolean gauge;

    Column(int index, ResourceKind kind, boolean gauge) {
      this.index = index;
      this.kind = kind;
      this.gauge = gauge;
    }
  }

  /** Sums kept of each minute. */
  static final int COLUMNS = 6;

  private final Column column;
  private final Unit unit;
  private final String providerName;

  Metric(Column column, Unit unit, String providerName) {
    this.column = column;
    this.unit = unit;
    this.providerName = providerName;
  }

  /**
   * By our name or the provider's.
   *
   * @throws IllegalArgumentException a sentence that lists all
   */
  public static Metric parse(String text) {
    return Arrays.stream(values())
        .filter(metric -> metric.text().equals(text) || metric.providerName.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no metric '"
                        + text
                        + "', only "
                        + Arrays.stream(values())
                            .map(Metric::text)
                            .collect(Collectors.joining(", "))));
  }

  /** As in a file of rules. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** CloudMonitor's name of it where there is one (namespace acs_vpc_eip). */
  public String providerName() {
    return providerName;
  }

  public Unit unit() {
    return unit;
  }

  /** Whether it is kept by the second where monitoring is fine-grained. */
  boolean hasSeconds() {
    return switch (column) {
      case BYTES_OUT, BYTES_IN, PACKETS_OUT, PACKETS_IN -> true;
      default -> false;
    };
  }

  int column() {
    return column.index;
  }

  /** What its resources are. */
  public ResourceKind kind() {
    return column.kind;
  }

  /** Whether its value holds until it is told anew, and is no sum of a time. */
  boolean isGauge() {
    return column.gauge;
  }
}
