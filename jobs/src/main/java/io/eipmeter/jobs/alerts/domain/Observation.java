package io.eipmeter.jobs.alerts.domain;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.schemas.v1.ChargeControl;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.EipSecond;
import io.eipmeter.schemas.v1.ExporterMinute;
import io.eipmeter.schemas.v1.HourCharge;
import io.eipmeter.schemas.v1.IdleEnd;
import io.eipmeter.schemas.v1.IdleFinding;
import io.eipmeter.schemas.v1.LiveBlock;
import io.eipmeter.schemas.v1.ResourceKind;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something that was learnt of a resource.
 *
 * @param logMs log time; of {@link Kind#PROGRESS} the time until which all is settled
 * @param minuteMs start of the minute or second; 0 where there is none
 * @param sums of it, in the order of {@link Metric}; none where there is none
 * @param statement of {@link Kind#OWNER} and {@link Kind#CHARGE} the message; of {@link Kind#COST}
 *     the account and the amount, in two lines
 */
public record Observation(
    Kind kind,
    ResourceKind resource,
    Address address,
    long logMs,
    long minuteMs,
    long[] sums,
    byte[] statement) {
  private static final Address NOBODY = new Address(0, 0);
  private static final long[] NO_SUMS = {};
  private static final byte[] NO_STATEMENT = {};

  /** What it is. */
  public enum Kind {
    /** Sums of a minute that is still open. */
    EARLY,
    /** Sums of a second, as they are known. */
    SECOND,
    /** Sums of a minute that will not change. */
    SETTLED,
    /** Who holds an address. */
    OWNER,
    /** A notice of a finding. */
    FINDING,
    /** An hour's charge of an address, that may come again. */
    CHARGE,
    /** The same of its account, once. */
    COST,
    /** The bytes of an hour in two accounts of them. */
    DIFFERENCE,
    /** No resource: how far the settled rows are. */
    PROGRESS
  }

  /** Of a record of {@code eip-live}. */
  public static List<Observation> live(byte[] value) throws InvalidProtocolBufferException {
    LiveBlock block = LiveBlock.parseFrom(value);
    List<Observation> all = new ArrayList<>();
    for (EipMinute minute : block.getMinutesList()) {
      all.add(minute(Kind.EARLY, minute, block.getAsOfMs()));
    }
    for (EipSecond second : block.getSecondsList()) {
      all.add(second(second, block.getAsOfMs()));
    }
    return all;
  }

  /**
   * Of a record of a settled topic. Late slices are left out: an alert is about now, and a minute
   * is judged once.
   */
  public static List<Observation> settled(byte[] value) throws InvalidProtocolBufferException {
    SettledBlock block = SettledBlock.parseFrom(value);
    List<Observation> all = new ArrayList<>();
    for (SettledRow row : block.getRowsList()) {
      if (row.hasMinute() && row.getMinute().getSliceMs() == 0) {
        all.add(minute(Kind.SETTLED, row.getMinute(), row.getCloseMs()));
      } else if (row.hasExporterMinute()) {
        all.add(exporterMinute(row.getExporterMinute(), row.getCloseMs()));
      } else if (row.hasIdleFinding()) {
        all.add(finding(row.getIdleFinding(), row.getCloseMs()));
      } else if (row.hasHourCharge()) {
        all.add(charge(row.getHourCharge(), row.getCloseMs()));
      } else if (row.hasChargeControl()) {
        all.add(difference(row.getChargeControl(), row.getCloseMs()));
      }
    }
    if (block.getRowsCount() == 0) {
      all.add(
          new Observation(
              Kind.PROGRESS,
              ResourceKind.RESOURCE_KIND_EIP,
              NOBODY,
              block.getSettledUntilMs(),
              0,
              NO_SUMS,
              NO_STATEMENT));
    }
    return all;
  }

  /** Of a record of {@code eip-events}; none of a heartbeat. */
  public static List<Observation> statement(byte[] value, long logMs)
      throws InvalidProtocolBufferException {
    EipEvent event = EipEvent.parseFrom(value);
    return event.getAddress().size() == 16
        ? List.of(
            new Observation(
                Kind.OWNER,
                ResourceKind.RESOURCE_KIND_EIP,
                address(event.getAddress()),
                logMs,
                0,
                NO_SUMS,
                value))
        : List.of();
  }

  private static Observation minute(Kind kind, EipMinute minute, long logMs) {
    Usage usage = minute.getUsage();
    return new Observation(
        kind,
        ResourceKind.RESOURCE_KIND_EIP,
        address(minute.getAddress()),
        logMs,
        minute.getMinuteMs(),
        new long[] {
          usage.getBytesOut(),
          usage.getBytesIn(),
          usage.getPacketsOut(),
          usage.getPacketsIn(),
          usage.getDroppedBytes(),
          usage.getDroppedPackets()
        },
        NO_STATEMENT);
  }

  private static Observation second(EipSecond second, long logMs) {
    return new Observation(
        Kind.SECOND,
        ResourceKind.RESOURCE_KIND_EIP,
        address(second.getAddress()),
        logMs,
        second.getSecondMs(),
        new long[] {
          second.getBytesOut(),
          second.getBytesIn(),
          second.getPacketsOut(),
          second.getPacketsIn(),
          0,
          0
        },
        NO_STATEMENT);
  }

  private static Observation exporterMinute(ExporterMinute minute, long logMs) {
    return new Observation(
        Kind.SETTLED,
        ResourceKind.RESOURCE_KIND_EXPORTER,
        address(minute.getExporterAddress()),
        logMs,
        minute.getMinuteMs(),
        new long[] {
          // A gap that a late arrival filled is less than none: it takes nothing from another
          // minute.
          Math.max(0, minute.getLostExports()),
          minute.getRejected(),
          minute.getRejectedFlows(),
          minute.getDatagrams(),
          0,
          0
        },
        NO_STATEMENT);
  }

  private static Observation finding(IdleFinding finding, long logMs) {
    return new Observation(
        Kind.FINDING,
        ResourceKind.RESOURCE_KIND_EIP,
        address(finding.getAddress()),
        logMs,
        finding.getSinceMs(),
        new long[] {
          finding.getKindValue(),
          finding.getNumber(),
          finding.getEnd() == IdleEnd.IDLE_END_UNSPECIFIED ? 0 : 1
        },
        NO_STATEMENT);
  }

  private static Observation charge(HourCharge charge, long logMs) {
    return new Observation(
        Kind.CHARGE,
        ResourceKind.RESOURCE_KIND_EIP,
        address(charge.getAddress()),
        logMs,
        charge.getHourMs(),
        NO_SUMS,
        charge.toByteArray());
  }

  private static Observation difference(ChargeControl control, long logMs) {
    long accounted =
        control.getBilledBytes()
            + control.getFreeBytes()
            + control.getNoOwnerBytes()
            + control.getOtherMethodBytes()
            + control.getNoPriceBytes();
    long bytes =
        Math.abs(control.getMinutesBytesOut() - control.getQuartersBytesOut())
            + Math.abs(control.getMinutesBytesIn() - control.getQuartersBytesIn())
            + Math.abs(control.getQuartersBytesOut() - accounted);
    String name = "billing slot " + control.getSlot();
    return new Observation(
        Kind.DIFFERENCE,
        ResourceKind.RESOURCE_KIND_PIPELINE,
        Subject.keyOf(name),
        logMs,
        control.getAsOfMs(),
        new long[] {bytes},
        name.getBytes(StandardCharsets.UTF_8));
  }

  /** Of a charge that is counted once: what it adds to its account's month. */
  public Observation cost(ZoneId zone) {
    HourCharge charge = charge();
    Instant hour = Instant.ofEpochMilli(charge.getHourMs());
    long monthMs = BillingPeriod.of(hour, zone).time().from().toEpochMilli();
    return new Observation(
        Kind.COST,
        ResourceKind.RESOURCE_KIND_ACCOUNT,
        Subject.keyOf(charge.getAccount()),
        logMs,
        monthMs,
        NO_SUMS,
        (charge.getAccount() + "\n" + charge.getCost()).getBytes(StandardCharsets.UTF_8));
  }

  /** What tells a charge from the others of its address that closed with it. */
  public String chargeKey() {
    HourCharge charge = charge();
    return charge.getOwnershipId() + " " + charge.getHourMs();
  }

  private HourCharge charge() {
    try {
      return HourCharge.parseFrom(statement);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a charge was read before it was taken", e);
    }
  }

  private static Address address(ByteString bytes) {
    return Address.of(bytes.toByteArray());
  }

  /** Tells it to the watch of its resource. */
  public void tell(Watch watch) {
    switch (kind) {
      case EARLY -> watch.see(minuteMs, false, sums);
      case SECOND -> watch.seeSecond(minuteMs, sums);
      case SETTLED -> watch.see(minuteMs, true, sums);
      case OWNER -> watch.own(owner());
      case FINDING ->
          watch
              .gauge()
              .tellFinding(
                  String.format(
                      Locale.ROOT, "%020d %d %020d %010d", logMs, sums[0], minuteMs, sums[1]),
                  sums[0] + " " + minuteMs,
                  sums[2] != 0,
                  watch.changeMs(logMs));
      case COST -> {
        String[] lines = new String(statement, StandardCharsets.UTF_8).split("\n", 2);
        watch.callIt(lines[0]);
        watch.gauge().addCost(minuteMs, new BigDecimal(lines[1]), watch.changeMs(logMs));
      }
      case DIFFERENCE -> {
        watch.callIt(new String(statement, StandardCharsets.UTF_8));
        watch.gauge().tellDifference(minuteMs, sums[0], watch.changeMs(logMs));
      }
      case CHARGE, PROGRESS -> {}
    }
  }

  /** Whether upper bounds may be decided by it at once. */
  public boolean isEarly() {
    return switch (kind) {
      case EARLY, SECOND, FINDING, COST, DIFFERENCE -> true;
      default -> false;
    };
  }

  private Owners.Owner owner() {
    try {
      EipEvent event = EipEvent.parseFrom(statement);
      return new Owners.Owner(
          event.getOwnershipId(),
          event.getFromMs(),
          event.getToMs(),
          logMs,
          event.getEipId(),
          event.getAccount(),
          event.getRegion(),
          event.getName(),
          event.getMaxBandwidthBitsPerSecond());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a statement was read before it was taken", e);
    }
  }
}
