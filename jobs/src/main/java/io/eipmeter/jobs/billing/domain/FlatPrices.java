package io.eipmeter.jobs.billing.domain;

import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceBook.DataTransfer;
import io.eipmeter.jobs.rating.prices.PriceBook.Metered;
import io.eipmeter.jobs.rating.prices.PriceBook.UncertainUsage;
import io.eipmeter.jobs.rating.prices.Prices;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The flat prices of data transfer in a price book. Tiers depend on the whole month and are left to
 * the statement; so is a book that adds bytes for each packet.
 */
public final class FlatPrices implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<Flat> flats = new ArrayList<>();
  private final BigInteger bytesPerGigabyte;
  private final String currency;
  private final String version;
  private final long validFromMs;
  private final long validToMs;
  private final boolean billSampled;

  /** A flat price of a line in some regions. */
  record Flat(Set<String> regions, String line, Metered metered, BigDecimal perGigabyte)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The bytes of an hour that count. */
    BigInteger bytes(long out, long in) {
      BigInteger outBytes = BigInteger.valueOf(out);
      BigInteger inBytes = BigInteger.valueOf(in);
      return switch (metered) {
        case OUT -> outBytes;
        case IN -> inBytes;
        case BOTH -> outBytes.add(inBytes);
        case DOMINANT -> outBytes.max(inBytes);
      };
    }
  }

  private FlatPrices(PriceBook book) {
    bytesPerGigabyte = book.bytesPerGigabyte();
    currency = book.currency();
    version = book.id();
    validFromMs = epochMs(book.valid().from());
    validToMs = epochMs(book.valid().to());
    billSampled = book.uncertain().sampled() == UncertainUsage.BILL;
  }

  private static long epochMs(java.time.Instant instant) {
    try {
      return instant.toEpochMilli();
    } catch (ArithmeticException e) { // Instant.MAX: no end is known
      return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  public static FlatPrices of(PriceBook book) {
    FlatPrices prices = new FlatPrices(book);
    if (book.overheadBytesPerPacket() == 0) {
      for (PriceBook.Price price : book.prices()) {
        DataTransfer transfer = price.dataTransfer();
        if (transfer != null && transfer.tariff().isFlat()) {
          prices.flats.add(
              new Flat(
                  new HashSet<>(price.regions()),
                  price.lineType(),
                  transfer.metered(),
                  transfer.tariff().tiers().get(0).unitPrice()));
        }
      }
    }
    return prices;
  }

  /**
   * @return null: there is none at that hour
   */
  @Nullable Flat of(Holder holder, long hourMs) {
    if (hourMs < validFromMs || hourMs >= validToMs) {
      return null;
    }
    Flat anywhere = null;
    for (Flat flat : flats) {
      if (flat.line.equals(holder.line())) {
        if (flat.regions.contains(holder.region())) {
          return flat;
        }
        anywhere = flat.regions.contains("*") ? flat : anywhere;
      }
    }
    return anywhere;
  }

  /** Rounded once, as the rater does. */
  BigDecimal gigabytes(BigInteger bytes) {
    return Prices.quantity(bytes, bytesPerGigabyte);
  }

  /** Whether usage from sampled flows is charged. */
  boolean billSampled() {
    return billSampled;
  }

  String currency() {
    return currency;
  }

  String version() {
    return version;
  }
}
