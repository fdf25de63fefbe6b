package io.eipmeter.jobs.rating.domain;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable version of all prices and of everything that decides a sum of money (I6, R10).
 *
 * @param name of the book, the same over its versions
 * @param version from 1
 * @param currency ISO 4217
 * @param moneyDigits decimals of a total
 * @param zone whose months, days and hours are billed
 * @param valid when usage has these prices
 * @param bytesPerGigabyte 10^9 or 2^30 (E21)
 * @param overheadBytesPerPacket added to the IP-layer bytes of each packet
 * @param monthly limits of an account's month
 */
public record PriceBook(
    String name,
    int version,
    String currency,
    int moneyDigits,
    ZoneId zone,
    Interval valid,
    BigInteger bytesPerGigabyte,
    HourRule configurationHours,
    HourRule bandwidthHours,
    long overheadBytesPerPacket,
    UncertainUsage sampled,
    UncertainUsage bestEffort,
    MonthlyLimits monthly,
    List<Price> prices) {

  /** What becomes of usage that is not exact. */
  public enum UncertainUsage {
    /** It is not charged; a person decides. */
    PARK,
    /** It is charged like any other. */
    BILL
  }

  /** Which bytes are charged. */
  public enum Metered {
    OUT,
    IN,
    /** Both directions. */
    BOTH,
    /** Of each hour the larger direction (E15). */
    DOMINANT
  }

  /** Whose usage moves a tariff on. */
  public enum TierScope {
    /** All of an account's in a region and line type. */
    ACCOUNT,
    EIP
  }

  /**
   * Prices of a region and line type.
   *
   * @param regions where it holds; {@code *} anywhere no other names
   */
  public record Price(
      Set<String> regions,
      String lineType,
      @Nullable DataTransfer dataTransfer,
      @Nullable ConfigurationFee configurationFee,
      @Nullable BandwidthPrice bandwidth) {}

  /** Pay by data transfer; quantities are gigabytes of a month. */
  public record DataTransfer(Metered metered, TierScope scope, Tariff tariff) {}

  /**
   * What holding an address costs.
   *
   * @param perHour with pay by data transfer; null: the book does not say
   * @param perDay with pay by bandwidth, for a whole day; null: the book does not say
   * @param waivedKinds kinds of resources to which a direct attachment waives the fee
   * @param waiverQuota the waiver by attachment needs an account's quota of at most this
   * @param waivedInPool whether addresses of a pool have none
   */
  public record ConfigurationFee(
      @Nullable BigDecimal perHour,
      @Nullable BigDecimal perDay,
      Set<String> waivedKinds,
      long waiverQuota,
      boolean waivedInPool) {}

  /**
   * Pay by bandwidth, for a Mbit/s and day.
   *
   * @param tierMbps up to here the first price holds, above it the second
   */
  public record BandwidthPrice(BigDecimal first, int tierMbps, BigDecimal beyond) {
    /** Price of a day with so many Mbit/s. */
    public BigDecimal perDay(int mbps) {
      int low = Math.min(mbps, tierMbps);
      return first
          .multiply(BigDecimal.valueOf(low))
          .add(beyond.multiply(BigDecimal.valueOf(mbps - low)));
    }
  }

  /** The least and the most that an account pays in a month; null: none. */
  public record MonthlyLimits(@Nullable BigDecimal minimum, @Nullable BigDecimal maximum) {}

  /** Name and version, as lines carry it. */
  public String id() {
    return name + "@" + version;
  }

  public Optional<Price> price(String region, String lineType) {
    return prices.stream()
        .filter(price -> price.lineType().equals(lineType) && price.regions().contains(region))
        .findFirst()
        .or(
            () ->
                prices.stream()
                    .filter(
                        price -> price.lineType().equals(lineType) && price.regions().contains("*"))
                    .findFirst());
  }
}
