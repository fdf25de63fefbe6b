package io.eipmeter.jobs.rating.prices;

import io.eipmeter.jobs.rating.time.HourRule;
import io.eipmeter.jobs.rating.time.Interval;
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
 * @param uncertain what becomes of usage that is not exact
 * @param monthly limits of an account's month
 * @param paidElsewhere what is charged by other means than this book, so that no price is missing
 * @param usual what holds for resources that do not say it
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
    UncertainRules uncertain,
    MonthlyLimits monthly,
    Set<Fee> paidElsewhere,
    Usual usual,
    List<Price> prices) {

  /** What becomes of usage that is not exact. */
  public enum UncertainUsage {
    /** It is not charged; a person decides. */
    PARK,
    /** It is charged like any other. */
    BILL
  }

  /**
   * What becomes of usage that is not exact, each kind by its own rule (I7).
   *
   * @param sampled what sampled flows say
   * @param bestEffort what was imported from logs
   * @param incomplete exports are missing that may speak of it: what was seen is a lower bound
   * @param parkIncompleteAbove part, 0 to 1, of the time that an account's EIPs were held: if more
   *     of it is incomplete, the account waits for a decision
   */
  public record UncertainRules(
      UncertainUsage sampled,
      UncertainUsage bestEffort,
      UncertainUsage incomplete,
      BigDecimal parkIncompleteAbove) {
    /** Where a book names none. */
    public static final BigDecimal USUAL_PART = new BigDecimal("0.05");

    /**
     * @throws IllegalArgumentException if the part is not one
     */
    public UncertainRules {
      if (parkIncompleteAbove.signum() < 0 || parkIncompleteAbove.compareTo(BigDecimal.ONE) > 0) {
        throw new IllegalArgumentException(
            "the part of time that may be incomplete is from 0 to 1, was " + parkIncompleteAbove);
      }
    }
  }

  /** A fee for something that this book has no price for yet. */
  public enum Fee {
    SUBSCRIPTION("subscription"),
    SHARED_BANDWIDTH("shared-bandwidth"),
    ADDRESS_POOL("address-pool");

    private final String text;

    Fee(String text) {
      this.text = text;
    }

    /** As books and bills spell it. */
    public String text() {
      return text;
    }
  }

  /**
   * What holds for resources that do not say it; empty: they are refused.
   *
   * @param region of an EIP without one
   * @param line of an EIP without one
   */
  public record Usual(String region, String line) {
    public static final Usual NONE = new Usual("", "");
  }

  /** Which bytes are charged. */
  public enum Metered {
    OUT,
    IN,
    /** Both directions. */
    BOTH,
    /** Of each hour the larger direction (E15). */
    DOMINANT;

    /** The bytes that count, of an hour's. */
    public BigInteger bytes(BigInteger out, BigInteger in) {
      return switch (this) {
        case OUT -> out;
        case IN -> in;
        case BOTH -> out.add(in);
        case DOMINANT -> out.max(in);
      };
    }
  }

  /** Whose usage moves a tariff on. */
  public enum TierScope {
    /** All of an account's over a line type, in all regions together. */
    ACCOUNT,
    /** All of an account's in a region and line type. */
    REGION,
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

  /** The same prices, valid at another time. */
  public PriceBook valid(Interval time) {
    return new PriceBook(
        name,
        version,
        currency,
        moneyDigits,
        zone,
        time,
        bytesPerGigabyte,
        configurationHours,
        bandwidthHours,
        overheadBytesPerPacket,
        uncertain,
        monthly,
        paidElsewhere,
        usual,
        prices);
  }

  /** Name and version, as lines carry it. */
  public String id() {
    return name + "@" + version;
  }

  /**
   * The prices of a place.
   *
   * @param region empty: the usual one
   * @param lineType empty: the usual one
   */
  public Optional<Price> price(String region, String lineType) {
    String place = region.isEmpty() ? usual.region() : region;
    String line = lineType.isEmpty() ? usual.line() : lineType;
    return priceOf(place, line).or(() -> priceOf("*", line));
  }

  private Optional<Price> priceOf(String region, String line) {
    return prices.stream()
        .filter(price -> price.lineType().equals(line) && price.regions().contains(region))
        .findFirst();
  }
}
