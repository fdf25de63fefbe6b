package io.eipmeter.jobs.idle.domain;

import io.eipmeter.jobs.log.ownership.Statement;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceBook.BandwidthPrice;
import io.eipmeter.jobs.rating.prices.PriceBook.ConfigurationFee;
import io.eipmeter.schemas.v1.EipEvent;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a whole day of holding costs by a price book: the configuration fee unless it is waived, and
 * the bandwidth where that is what is paid for. A subscription is paid already.
 */
public final class BookPrices implements HoldingPrices {
  private static final long serialVersionUID = 1L;
  private static final BigDecimal HOURS_A_DAY = BigDecimal.valueOf(24);
  private static final long BITS_A_MEGABIT = 1_000_000;

  private final List<Region> prices = new ArrayList<>();
  private final String currency;
  private final String version;

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

  public BookPrices(PriceBook book) {
    currency = book.currency();
    version = book.id();
    for (PriceBook.Price price : book.prices()) {
      ConfigurationFee fee = price.configurationFee();
      BandwidthPrice bandwidth = price.bandwidth();
      if (fee != null) {
        prices.add(
            new Region(
                new HashSet<>(price.regions()),
                price.lineType(),
                fee.perHour(),
                fee.perDay(),
                new HashSet<>(fee.waivedKinds()),
                fee.waiverQuota(),
                fee.waivedInPool(),
                bandwidth == null
                    ? null
                    : new Bandwidth(bandwidth.first(), bandwidth.tierMbps(), bandwidth.beyond())));
      }
    }
  }

  @Override
  public @Nullable Cost of(Statement statement, long atMs) {
    EipEvent said = statement.event();
    Region region = region(said);
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
    return perDay == null ? null : new Cost(perDay, currency, version);
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

  private @Nullable Region region(EipEvent said) {
    Region anywhere = null;
    for (Region region : prices) {
      if (region.line.equals(said.getLine())) {
        if (region.regions.contains(said.getRegion())) {
          return region;
        }
        anywhere = region.regions.contains("*") ? region : anywhere;
      }
    }
    return anywhere;
  }
}
