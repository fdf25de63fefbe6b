package io.eipmeter.jobs.idle.domain;

import io.eipmeter.jobs.log.ownership.Statement;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceBook.BandwidthPrice;
import io.eipmeter.jobs.rating.prices.PriceBook.ConfigurationFee;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.schemas.v1.EipEvent;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a whole day of holding costs by the version of a price book that is valid at the time asked
 * for: the configuration fee unless it is waived, and the bandwidth where that is what is paid for.
 * A subscription is paid already.
 */
public final class BookPrices implements HoldingPrices {
  private static final long serialVersionUID = 1L;
  private static final BigDecimal HOURS_A_DAY = BigDecimal.valueOf(24);
  private static final long BITS_A_MEGABIT = 1_000_000;

  private final List<Version> versions = new ArrayList<>();
  private final String currency;

  /** A version of the book in a time in which it is valid. */
  private record Version(
      String id, long fromMs, long toMs, String usualRegion, String usualLine, List<Region> prices)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Nullable Region region(EipEvent said) {
      String place = said.getRegion().isEmpty() ? usualRegion : said.getRegion();
      String line = said.getLine().isEmpty() ? usualLine : said.getLine();
      Region anywhere = null;
      for (Region region : prices) {
        if (region.line.equals(line)) {
          if (region.regions.contains(place)) {
            return region;
          }
          anywhere = region.regions.contains("*") ? region : anywhere;
        }
      }
      return anywhere;
    }
  }

  /** Prices of a place; without a fee what it costs is not known, and no other place's is taken. */
  private record Region(
      Set<String> regions,
      String line,
      @Nullable BigDecimal feePerHour,
      @Nullable BigDecimal feePerDay,
      Set<String> waivedKinds,
      long waiverQuota,
      boolean waivedInPool,
      @Nullable Bandwidth bandwidth)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private record Bandwidth(BigDecimal first, int tierMbps, BigDecimal beyond)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  public BookPrices(PriceTimeline books) {
    currency = books.currency();
    for (PriceTimeline.Piece piece : books.within(new Interval(Instant.MIN, Instant.MAX))) {
      PriceBook book = piece.book();
      versions.add(
          new Version(
              book.id(),
              epochMs(piece.time().from()),
              epochMs(piece.time().to()),
              book.usual().region(),
              book.usual().line(),
              new ArrayList<>(book.prices().stream().map(BookPrices::region).toList())));
    }
  }

  private static Region region(PriceBook.Price price) {
    ConfigurationFee fee = price.configurationFee();
    BandwidthPrice bandwidth = price.bandwidth();
    return new Region(
        new HashSet<>(price.regions()),
        price.lineType(),
        fee == null ? null : fee.perHour(),
        fee == null ? null : fee.perDay(),
        fee == null ? new HashSet<>() : new HashSet<>(fee.waivedKinds()),
        fee == null ? 0 : fee.waiverQuota(),
        fee != null && fee.waivedInPool(),
        bandwidth == null
            ? null
            : new Bandwidth(bandwidth.first(), bandwidth.tierMbps(), bandwidth.beyond()));
  }

  private static long epochMs(Instant instant) {
    try {
      return instant.toEpochMilli();
    } catch (ArithmeticException e) { // Instant.MAX: no end is known
      return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  @Override
  public @Nullable Cost of(Statement statement, long atMs) {
    for (Version version : versions) {
      if (version.fromMs <= atMs && atMs < version.toMs) {
        return cost(version, statement.event());
      }
    }
    return null;
  }

  private @Nullable Cost cost(Version version, EipEvent said) {
    Region region = version.region(said);
    if (region == null) {
      return null;
    }
    BigDecimal perDay =
        switch (said.getChargeMethod()) {
          case CHARGE_METHOD_DATA_TRANSFER ->
              region.feePerHour == null
                  ? null
                  : fee(region, said, region.feePerHour.multiply(HOURS_A_DAY));
          case CHARGE_METHOD_BANDWIDTH -> byBandwidth(region, said);
          case CHARGE_METHOD_SUBSCRIPTION -> BigDecimal.ZERO;
          default -> null;
        };
    return perDay == null ? null : new Cost(perDay, currency, version.id);
  }

  private static @Nullable BigDecimal byBandwidth(Region region, EipEvent said) {
    Bandwidth price = region.bandwidth;
    if (region.feePerDay == null || price == null) {
      return null;
    }
    int mbps = (int) ((said.getMaxBandwidthBitsPerSecond() + BITS_A_MEGABIT - 1) / BITS_A_MEGABIT);
    return fee(region, said, region.feePerDay)
        .add(new BandwidthPrice(price.first, price.tierMbps, price.beyond).perDay(mbps));
  }

  private static BigDecimal fee(Region region, EipEvent said, BigDecimal fee) {
    boolean ofPool = region.waivedInPool && !said.getAddressPoolId().isEmpty();
    boolean attached =
        region.waivedKinds.contains(said.getAssociationKind())
            && said.getAccountEipQuota() <= region.waiverQuota;
    return ofPool || attached ? BigDecimal.ZERO : fee;
  }
}
