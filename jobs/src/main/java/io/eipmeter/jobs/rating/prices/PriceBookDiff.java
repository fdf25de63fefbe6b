package io.eipmeter.jobs.rating.prices;

import io.eipmeter.jobs.rating.prices.PriceBook.Price;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a version of a price book changes of another. */
public record PriceBookDiff(List<String> changes, Optional<String> objection) {

  /**
   * Whether it costs something else, and does not only price what had no price.
   *
   * @see #of
   */
  public boolean changesPrices() {
    return changes.stream()
        .anyMatch(
            change ->
                !change.startsWith("+ ")
                    && !change.startsWith("~ version:")
                    && !change.startsWith("~ validFrom:")
                    && !change.startsWith("~ validTo:")
                    && !change.contains(": null -> "));
  }

  /** Compares two versions. */
  public static PriceBookDiff of(PriceBook old, PriceBook replacement) {
    List<String> changes = new ArrayList<>();
    compare("name", old.name(), replacement.name(), changes);
    compare("version", old.version(), replacement.version(), changes);
    compare("currency", old.currency(), replacement.currency(), changes);
    compare("moneyDigits", old.moneyDigits(), replacement.moneyDigits(), changes);
    compare("zone", old.zone(), replacement.zone(), changes);
    compare("validFrom", old.valid().from(), replacement.valid().from(), changes);
    compare("validTo", old.valid().to(), replacement.valid().to(), changes);
    compare("bytesPerGigabyte", old.bytesPerGigabyte(), replacement.bytesPerGigabyte(), changes);
    compare(
        "hours.configurationFee",
        old.configurationHours(),
        replacement.configurationHours(),
        changes);
    compare("hours.bandwidth", old.bandwidthHours(), replacement.bandwidthHours(), changes);
    compare(
        "overheadBytesPerPacket",
        old.overheadBytesPerPacket(),
        replacement.overheadBytesPerPacket(),
        changes);
    compare("uncertainUsage", old.uncertain(), replacement.uncertain(), changes);
    compare("monthly", old.monthly(), replacement.monthly(), changes);
    compare("paidElsewhere", old.paidElsewhere(), replacement.paidElsewhere(), changes);
    compare("usual", old.usual(), replacement.usual(), changes);
    Map<String, Price> before = byPlace(old);
    Map<String, Price> after = byPlace(replacement);
    before.forEach(
        (place, price) -> {
          Price now = after.get(place);
          if (now == null) {
            changes.add("- " + place);
          } else {
            compare(place + " dataTransfer", price.dataTransfer(), now.dataTransfer(), changes);
            compare(
                place + " configurationFee",
                price.configurationFee(),
                now.configurationFee(),
                changes);
            compare(place + " bandwidth", price.bandwidth(), now.bandwidth(), changes);
          }
        });
    after.keySet().stream()
        .filter(place -> !before.containsKey(place))
        .forEach(place -> changes.add("+ " + place));
    return new PriceBookDiff(List.copyOf(changes), objection(old, replacement, changes));
  }

  /** R10: a version that has begun may only get an end. */
  private static Optional<String> objection(
      PriceBook old, PriceBook replacement, List<String> changes) {
    boolean sameVersion = old.id().equals(replacement.id());
    boolean onlyAnEnd = changes.stream().allMatch(change -> change.startsWith("~ validTo"));
    if (sameVersion && !onlyAnEnd) {
      return Optional.of(
          old.id() + " is immutable: give what changes a higher version and its own validFrom");
    }
    if (old.name().equals(replacement.name()) && replacement.version() < old.version()) {
      return Optional.of(replacement.id() + " is older than " + old.id());
    }
    return Optional.empty();
  }

  private static Map<String, Price> byPlace(PriceBook book) {
    Map<String, Price> prices = new TreeMap<>();
    for (Price price : book.prices()) {
      price.regions().forEach(region -> prices.put(region + " " + price.lineType(), price));
    }
    return prices;
  }

  private static void compare(
      String what, @Nullable Object old, @Nullable Object now, List<String> changes) {
    if (!Objects.equals(old, now)) {
      changes.add("~ " + what + ": " + old + " -> " + now);
    }
  }
}
