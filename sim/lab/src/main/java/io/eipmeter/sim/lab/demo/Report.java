package io.eipmeter.sim.lab.demo;

import io.eipmeter.sim.lab.compare.Difference;
import io.eipmeter.sim.lab.compare.OwnerComparison.Owner;
import io.eipmeter.sim.lab.compare.UsageComparison;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.AddressMinute;
import io.eipmeter.sim.world.Usage;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The result of a run, for a reader. */
final class Report {
  private static final int BUSIEST = 10;
  private static final int NAMED_DIFFERENCES = 20;
  private static final int MINUTE_SECONDS = 60;

  private final DemoResult result;

  Report(DemoResult result) {
    this.result = result;
  }

  void print(PrintWriter out) {
    printBusiest(out);
    out.println();
    print(out, "against the records exported", result.records());
    print(out, "against the records exported", result.quarters());
    print(out, "against the packets forwarded", result.packets());
    out.printf(
        Locale.ROOT,
        "%-44s %,d minutes compared, %,d differ%n",
        "Owners against the control plane",
        result.owners().size(),
        result.ownerDifferences().size());
    out.printf(
        Locale.ROOT,
        "%-44s %,d sums differ%n",
        "Control totals of the exporters",
        result.controlDifferences().size());
    out.printf(
        Locale.ROOT,
        "%-44s %,d minutes differ%n",
        "Drops that the gateways told of",
        result.dropDifferences().size());
    out.printf(
        Locale.ROOT,
        "%-44s %,d exports (%,d datagrams by UDP, the others by the scenario); shown as lost: %s%n",
        "Lost between exporter and Kafka",
        result.lostExports(),
        result.lost().size(),
        result.lostDifferences().isEmpty() ? "exactly these" : "something else");
    List<Difference> differences = result.differences();
    differences.stream()
        .limit(NAMED_DIFFERENCES)
        .forEach(difference -> out.println("  " + difference.sentence()));
    if (differences.size() > NAMED_DIFFERENCES) {
      out.printf(Locale.ROOT, "  ... and %,d more%n", differences.size() - NAMED_DIFFERENCES);
    }
    out.println(verdict());
    out.flush();
  }

  private String verdict() {
    return switch (result.exitCode()) {
      case 0 -> "Difference: 0.";
      case 2 ->
          String.format(
              Locale.ROOT,
              "Difference: 0 to what reached Kafka. %,d exports were lost on the way there, and exactly these are shown.",
              result.lostExports());
      default -> String.format(Locale.ROOT, "Difference: %,d places.", result.differences().size());
    };
  }

  private static void print(PrintWriter out, String truth, @Nullable UsageComparison comparison) {
    if (comparison == null) {
      return; // this scenario cannot promise it
    }
    out.printf(
        Locale.ROOT,
        "%-44s %,d compared: %,d bytes expected, %,d found, difference %,d%n",
        comparison.unit() + " " + truth,
        comparison.keys(),
        comparison.expectedBytes(),
        comparison.foundBytes(),
        comparison.differenceBytes());
  }

  private void printBusiest(PrintWriter out) {
    Map<Address, Long> peakBytes = new TreeMap<>();
    Map<Address, Usage> sums = new TreeMap<>();
    SortedMap<AddressMinute, Owner> owners = result.owners();
    Map<Address, Owner> lastOwner = new TreeMap<>();
    result
        .minutes()
        .forEach(
            (key, usage) -> {
              sums.merge(key.address(), usage, Usage::plus);
              peakBytes.merge(
                  key.address(), Math.max(usage.bytesOut(), usage.bytesIn()), Math::max);
              Owner owner = owners.getOrDefault(key, Owner.NOBODY);
              if (!owner.equals(Owner.NOBODY)) {
                lastOwner.put(key.address(), owner);
              }
            });
    out.printf(
        "%-18s %-14s %-22s %15s %15s %14s%n",
        "EIP", "account", "allocation", "bytes out", "bytes in", "peak Mbit/s");
    sums.entrySet().stream()
        .sorted(
            Map.Entry.comparingByValue(
                Comparator.comparingLong((Usage usage) -> usage.bytesOut() + usage.bytesIn())
                    .reversed()))
        .limit(BUSIEST)
        .forEach(
            entry -> {
              Owner owner = lastOwner.getOrDefault(entry.getKey(), Owner.NOBODY);
              out.printf(
                  Locale.ROOT,
                  "%-18s %-14s %-22s %,15d %,15d %14.3f%n",
                  entry.getKey(),
                  owner.account(),
                  owner.eipId(),
                  entry.getValue().bytesOut(),
                  entry.getValue().bytesIn(),
                  peakBytes.getOrDefault(entry.getKey(), 0L) * 8.0 / MINUTE_SECONDS / 1e6);
            });
  }
}
