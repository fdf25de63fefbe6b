package io.eipmeter.sim.lab.oracle;

import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.sim.world.OwnerInterval;
import io.eipmeter.sim.world.script.Role;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the provider's list prices make of a run, in the time zone of its months. */
public final class BillOracle {
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private static final long HOUR_MS = 3_600_000;
  private static final BigDecimal BYTES_A_GIGABYTE = BigDecimal.valueOf(1L << 30);
  private static final int QUANTITY_DECIMALS = 12;
  private static final int COST_DECIMALS = 24;
  private static final MathContext DIGITS = new MathContext(60, RoundingMode.HALF_UP);
  private static final int CENTS = 2;
  private static final BigDecimal HOURS_A_DAY = BigDecimal.valueOf(24);

  private final Truth truth;

  /** Lines of a kind of an EIP, added up. */
  public record Line(BigDecimal quantity, BigDecimal cost) {
    Line plus(Line other) {
      return new Line(quantity.add(other.quantity), cost.add(other.cost));
    }

    @Override
    public String toString() {
      return plain(quantity) + " for " + plain(cost);
    }
  }

  /**
   * A statement.
   *
   * @param lines by EIP, item and unit price, as {@link #lineKey} writes it
   */
  public record Bill(BigDecimal total, SortedMap<String, Line> lines) {}

  private record Span(long fromMs, long toMs) {
    Span within(long firstMs, long lastMs) {
      return new Span(Math.max(fromMs, firstMs), Math.min(toMs, lastMs));
    }

    boolean isEmpty() {
      return fromMs >= toMs;
    }
  }

  public BillOracle(Truth truth) {
    this.truth = truth;
  }

  public static String lineKey(String eipId, String item, BigDecimal unitPrice) {
    return (eipId + " " + item + " at " + plain(unitPrice)).strip();
  }

  /** Without trailing zeros and without an exponent. */
  public static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /**
   * The statements of a month, by account.
   *
   * @param untilMs what lies behind it has not come yet
   */
  public SortedMap<String, Bill> bills(YearMonth month, long untilMs) {
    long fromMs = startMs(month.atDay(1));
    long toMs = Math.min(untilMs, startMs(month.plusMonths(1).atDay(1)));
    SortedMap<String, SortedMap<String, Line>> lines = new TreeMap<>();
    for (Map.Entry<String, List<OwnerInterval>> held : truth.holdings().entrySet()) {
      Role role = truth.role(held.getKey());
      List<Span> all = spans(held.getValue(), fromMs, toMs, false);
      if (!all.isEmpty()) {
        var own = lines.computeIfAbsent(role.account(), account -> new TreeMap<>());
        List<Span> feeBearing = spans(held.getValue(), fromMs, toMs, true);
        switch (role.chargeMethod()) {
          case CHARGE_METHOD_DATA_TRANSFER -> byTraffic(role, fromMs, toMs, feeBearing, own);
          case CHARGE_METHOD_BANDWIDTH -> byBandwidth(role, month, all, feeBearing, own);
          default -> // paid before
              add(own, role, "paid-elsewhere", 1, BigDecimal.ONE, BigDecimal.ZERO);
        }
      }
    }
    SortedMap<String, Bill> bills = new TreeMap<>();
    lines.forEach((account, own) -> bills.put(account, bill(own)));
    return bills;
  }

  private static Bill bill(SortedMap<String, Line> lines) {
    BigDecimal exact =
        lines.values().stream().map(Line::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal total = exact.setScale(CENTS, RoundingMode.HALF_UP);
    BigDecimal rounding = total.subtract(exact);
    if (rounding.signum() != 0) {
      lines.put(lineKey("", "rounding", rounding), new Line(BigDecimal.ONE, rounding));
    }
    return new Bill(total, lines);
  }

  private void byTraffic(
      Role role, long fromMs, long toMs, List<Span> feeBearing, SortedMap<String, Line> lines) {
    ListPrice price = ListPrice.of(role.pool());
    List<Truth.HeldMinute> used =
        truth.minutes(role.eipId()).stream()
            .filter(minute -> minute.minuteMs() >= fromMs && minute.minuteMs() < toMs)
            .toList();
    if (!used.isEmpty()) {
      long bytes = used.stream().mapToLong(minute -> minute.usage().bytesOut()).sum();
      add(lines, role, "data-transfer", bytes, BYTES_A_GIGABYTE, price.gigabyte);
    }
    Set<Long> hours = new HashSet<>();
    for (Span span : feeBearing) {
      for (long hour = Math.floorDiv(span.fromMs(), HOUR_MS);
          hour * HOUR_MS < span.toMs();
          hour++) {
        hours.add(hour);
      }
    }
    if (!hours.isEmpty()) {
      add(lines, role, "configuration-fee", hours.size(), BigDecimal.ONE, price.feeHour);
    }
  }

  private static void byBandwidth(
      Role role,
      YearMonth month,
      List<Span> held,
      List<Span> feeBearing,
      SortedMap<String, Line> lines) {
    ListPrice price = ListPrice.of(role.pool());
    for (int day = 1; day <= month.lengthOfMonth(); day++) {
      long hours = hoursOfDay(held, month.atDay(day));
      if (hours > 0) {
        add(lines, role, "bandwidth", hours, HOURS_A_DAY, price.bandwidthDay(role.maximumMbps()));
      }
      long feeHours = hoursOfDay(feeBearing, month.atDay(day));
      if (feeHours > 0) {
        add(lines, role, "configuration-fee", feeHours, HOURS_A_DAY, price.feeDay);
      }
    }
  }

  /** Started hours of a day. */
  private static long hoursOfDay(List<Span> spans, LocalDate day) {
    long ms = 0;
    for (Span span : spans) {
      Span part = span.within(startMs(day), startMs(day.plusDays(1)));
      ms += part.isEmpty() ? 0 : part.toMs() - part.fromMs();
    }
    return Math.floorDiv(ms + HOUR_MS - 1, HOUR_MS);
  }

  private static void add(
      SortedMap<String, Line> lines,
      Role role,
      String item,
      long amount,
      BigDecimal of,
      BigDecimal price) {
    BigDecimal exact = BigDecimal.valueOf(amount);
    lines.merge(
        lineKey(role.eipId(), item, price),
        new Line(
            exact.divide(of, QUANTITY_DECIMALS, RoundingMode.HALF_UP), cost(amount, of, price)),
        Line::plus);
  }

  /**
   * Parts of an EIP's life.
   *
   * @param feeBearing only those in which it was not attached to an instance
   */
  private static List<Span> spans(
      List<OwnerInterval> intervals, long fromMs, long toMs, boolean feeBearing) {
    List<Span> spans = new ArrayList<>();
    for (OwnerInterval held : intervals) {
      Span span = new Span(held.fromMs(), held.toMs()).within(fromMs, toMs);
      if (!span.isEmpty() && !(feeBearing && held.associationKind().equals("EcsInstance"))) {
        spans.add(span);
      }
    }
    return spans;
  }

  /** Early charges of data transfer: cost by interval of ownership and hour. */
  public SortedMap<String, String> hourCharges() {
    SortedMap<String, Long> bytes = new TreeMap<>();
    Map<String, BigDecimal> prices = new TreeMap<>();
    for (Truth.HeldMinute minute : truth.minutes()) {
      Role role = truth.role(minute.holder().eipId());
      if (role.chargeMethod() == ChargeMethod.CHARGE_METHOD_DATA_TRANSFER) {
        long hourMs = minute.minuteMs() - Math.floorMod(minute.minuteMs(), HOUR_MS);
        String key = hourKey(minute.holder().ownershipId(), hourMs);
        bytes.merge(key, minute.usage().bytesOut(), Math::addExact);
        prices.put(key, ListPrice.of(role.pool()).gigabyte);
      }
    }
    SortedMap<String, String> charges = new TreeMap<>();
    bytes.forEach(
        (key, sum) -> {
          if (sum > 0) {
            charges.put(
                key, plain(cost(sum, BYTES_A_GIGABYTE, prices.getOrDefault(key, BigDecimal.ZERO))));
          }
        });
    return charges;
  }

  public static String hourKey(String ownershipId, long hourMs) {
    return java.time.Instant.ofEpochMilli(hourMs) + " " + ownershipId;
  }

  /** What holding an EIP costs a day that it is attached to this. */
  BigDecimal holdingDay(Role role, String associationKind) {
    ListPrice price = ListPrice.of(role.pool());
    boolean waived = associationKind.equals("EcsInstance");
    return switch (role.chargeMethod()) {
      case CHARGE_METHOD_DATA_TRANSFER ->
          waived ? BigDecimal.ZERO : price.feeHour.multiply(HOURS_A_DAY);
      case CHARGE_METHOD_BANDWIDTH ->
          price.bandwidthDay(role.maximumMbps()).add(waived ? BigDecimal.ZERO : price.feeDay);
      default -> BigDecimal.ZERO;
    };
  }

  /** A price for a part of a unit, which no decimal need be: with 60 digits, then 24 decimals. */
  private static BigDecimal cost(long amount, BigDecimal of, BigDecimal price) {
    return price
        .multiply(BigDecimal.valueOf(amount), DIGITS)
        .divide(of, DIGITS)
        .setScale(COST_DECIMALS, RoundingMode.HALF_UP);
  }

  private static long startMs(LocalDate day) {
    return day.atStartOfDay(ZONE).toInstant().toEpochMilli();
  }
}
