package io.eipmeter.sim.lab.compare;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.AddressMinute;
import io.eipmeter.sim.world.Usage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The ledger against the tables, key by key: a row too many is as wrong as one missing.
 *
 * @param unit what is compared: EIP-minutes, EIP-quarters, EIPs
 * @param keys how many keys either side has
 * @param expectedBytes sum of the ledger, both directions
 * @param foundBytes sum of the tables, both directions
 * @param differences each key that differs, in order
 */
public record UsageComparison(
    String unit,
    long keys,
    BigInteger expectedBytes,
    BigInteger foundBytes,
    List<Difference> differences) {

  private static final long QUARTER_MS = 900_000;

  public UsageComparison {
    differences = List.copyOf(differences);
  }

  /** Every minute of every unit; bytes, packets and flows. */
  public static UsageComparison ofMinutes(
      String truth,
      SortedMap<AddressMinute, Usage> expected,
      SortedMap<AddressMinute, Usage> found) {
    return byKey("EIP-minutes", truth, expected, found);
  }

  /**
   * Every quarter of an hour of every unit.
   *
   * @param expected by minute
   * @param found by quarter
   */
  public static UsageComparison ofQuarters(
      String truth,
      SortedMap<AddressMinute, Usage> expected,
      SortedMap<AddressMinute, Usage> found) {
    SortedMap<AddressMinute, Usage> quarters = new TreeMap<>();
    expected.forEach(
        (key, usage) ->
            quarters.merge(
                new AddressMinute(
                    key.address(), Math.floorDiv(key.minuteMs(), QUARTER_MS) * QUARTER_MS),
                usage,
                Usage::plus));
    return byKey("EIP-quarters", truth, quarters, found);
  }

  private static UsageComparison byKey(
      String unit,
      String truth,
      SortedMap<AddressMinute, Usage> expected,
      SortedMap<AddressMinute, Usage> found) {
    TreeSet<AddressMinute> keys = new TreeSet<>(expected.keySet());
    keys.addAll(found.keySet());
    List<Difference> differences = new ArrayList<>();
    for (AddressMinute key : keys) {
      compare(
          truth,
          key.address(),
          key.minuteMs(),
          expected.getOrDefault(key, Usage.NONE),
          found.getOrDefault(key, Usage.NONE),
          differences);
    }
    return new UsageComparison(
        unit, keys.size(), bytes(expected.values()), bytes(found.values()), differences);
  }

  /** Sums over the whole run by unit: for a truth that need not agree minute by minute. */
  public static UsageComparison ofUnits(
      String truth,
      SortedMap<AddressMinute, Usage> expected,
      SortedMap<AddressMinute, Usage> found) {
    Map<Address, Usage> expectedSums = sums(expected);
    Map<Address, Usage> foundSums = sums(found);
    TreeSet<Address> keys = new TreeSet<>(expectedSums.keySet());
    keys.addAll(foundSums.keySet());
    List<Difference> differences = new ArrayList<>();
    for (Address key : keys) {
      compare(
          truth,
          key,
          Difference.WHOLE_RUN,
          expectedSums.getOrDefault(key, Usage.NONE),
          foundSums.getOrDefault(key, Usage.NONE),
          differences);
    }
    return new UsageComparison(
        "EIPs", keys.size(), bytes(expected.values()), bytes(found.values()), differences);
  }

  /** Found minus expected, in bytes. */
  public BigInteger differenceBytes() {
    return foundBytes.subtract(expectedBytes);
  }

  private static void compare(
      String truth,
      Address address,
      long minuteMs,
      Usage expected,
      Usage found,
      List<Difference> differences) {
    String[] what = {"bytes out", "bytes in", "packets out", "packets in", "flows out", "flows in"};
    long[] left = values(expected);
    long[] right = values(found);
    for (int i = 0; i < what.length; i++) {
      if (left[i] != right[i]) {
        differences.add(
            new Difference(
                truth,
                address,
                minuteMs,
                what[i],
                Long.toUnsignedString(left[i]),
                Long.toUnsignedString(right[i])));
      }
    }
  }

  private static long[] values(Usage usage) {
    return new long[] {
      usage.bytesOut(),
      usage.bytesIn(),
      usage.packetsOut(),
      usage.packetsIn(),
      usage.flowsOut(),
      usage.flowsIn()
    };
  }

  private static Map<Address, Usage> sums(SortedMap<AddressMinute, Usage> minutes) {
    Map<Address, Usage> sums = new TreeMap<>();
    minutes.forEach((key, usage) -> sums.merge(key.address(), usage, Usage::plus));
    return sums;
  }

  private static BigInteger bytes(Collection<Usage> all) {
    BigInteger sum = BigInteger.ZERO;
    for (Usage usage : all) {
      sum = sum.add(BigInteger.valueOf(usage.bytesOut())).add(BigInteger.valueOf(usage.bytesIn()));
    }
    return sum;
  }
}
