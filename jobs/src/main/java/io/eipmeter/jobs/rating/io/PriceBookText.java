package io.eipmeter.jobs.rating.io;

import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceBook.BandwidthPrice;
import io.eipmeter.jobs.rating.prices.PriceBook.ConfigurationFee;
import io.eipmeter.jobs.rating.prices.PriceBook.DataTransfer;
import io.eipmeter.jobs.rating.prices.PriceBook.Fee;
import io.eipmeter.jobs.rating.prices.PriceBook.Metered;
import io.eipmeter.jobs.rating.prices.PriceBook.MonthlyLimits;
import io.eipmeter.jobs.rating.prices.PriceBook.Price;
import io.eipmeter.jobs.rating.prices.PriceBook.TierScope;
import io.eipmeter.jobs.rating.prices.PriceBook.UncertainRules;
import io.eipmeter.jobs.rating.prices.PriceBook.UncertainUsage;
import io.eipmeter.jobs.rating.prices.PriceBook.Usual;
import io.eipmeter.jobs.rating.prices.Prices;
import io.eipmeter.jobs.rating.prices.Tariff;
import io.eipmeter.jobs.rating.time.HourRule;
import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.schemas.files.BadFieldException;
import io.eipmeter.schemas.files.Times;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a price book says, key by key: {@code files/price-book.schema.json}, which has the defaults.
 */
record PriceBookText(
    String name,
    int version,
    @Nullable String description,
    String currency,
    @Nullable Integer moneyDigits,
    String zone,
    String validFrom,
    @Nullable String validTo,
    BigInteger bytesPerGigabyte,
    Hours hours,
    @Nullable Long overheadBytesPerPacket,
    @Nullable Uncertain uncertainUsage,
    @Nullable Monthly monthly,
    @Nullable List<String> paidElsewhere,
    @Nullable UsualPlace usual,
    List<Place> prices) {

  /** How hours are counted. */
  record Hours(String configurationFee, String bandwidth) {}

  /** What becomes of usage that is not exact. */
  record Uncertain(
      @Nullable String sampled,
      @Nullable String bestEffort,
      @Nullable String incomplete,
      @Nullable BigDecimal parkIncompleteAbove) {}

  /** Limits of an account's month. */
  record Monthly(@Nullable BigDecimal minimum, @Nullable BigDecimal maximum) {}

  /** What holds for EIPs that do not say it. */
  record UsualPlace(@Nullable String region, @Nullable String line) {}

  /** Prices of a line in some regions. */
  record Place(
      List<String> regions,
      String line,
      @Nullable Transfer dataTransfer,
      @Nullable Holding configurationFee,
      @Nullable Bandwidth bandwidth) {}

  /** Pay by data transfer. */
  record Transfer(
      @Nullable String metered,
      @Nullable BigDecimal perGigabyte,
      @Nullable String tariff,
      @Nullable String tiersCountFor,
      @Nullable List<Tier> tiers) {}

  /** A tier. */
  record Tier(
      @Nullable BigDecimal upTo, @Nullable BigDecimal perGigabyte, @Nullable BigDecimal flat) {}

  /** What holding an address costs. */
  record Holding(
      @Nullable BigDecimal perHour,
      @Nullable BigDecimal perDay,
      @Nullable List<String> waivedFor,
      @Nullable Long waiverQuota,
      @Nullable Boolean waivedInPool) {}

  /** Pay by bandwidth. */
  record Bandwidth(
      BigDecimal perMbpsDay, @Nullable Integer upToMbps, @Nullable BigDecimal beyondPerMbpsDay) {}

  /**
   * The book.
   *
   * @throws BadFieldException if something can't be that a schema can't say
   */
  PriceBook book() {
    ZoneId days = BadFieldException.at("/zone", () -> zone(zone));
    int digits = BadFieldException.at("/currency", () -> digits(currency));
    Uncertain uncertain =
        uncertainUsage == null ? new Uncertain(null, null, null, null) : uncertainUsage;
    return new PriceBook(
        name,
        version,
        currency,
        moneyDigits == null ? digits : moneyDigits,
        days,
        valid(days),
        bytesPerGigabyte,
        choice(HourRule.class, hours.configurationFee, HourRule.CLOCK_HOURS),
        choice(HourRule.class, hours.bandwidth, HourRule.DURATION),
        overheadBytesPerPacket == null ? 0 : overheadBytesPerPacket,
        new UncertainRules(
            choice(UncertainUsage.class, uncertain.sampled, UncertainUsage.PARK),
            choice(UncertainUsage.class, uncertain.bestEffort, UncertainUsage.PARK),
            choice(UncertainUsage.class, uncertain.incomplete, UncertainUsage.BILL),
            uncertain.parkIncompleteAbove == null
                ? UncertainRules.USUAL_PART
                : uncertain.parkIncompleteAbove),
        limits(),
        fees(),
        usual == null ? Usual.NONE : new Usual(orEmpty(usual.region), orEmpty(usual.line)),
        places());
  }

  private static ZoneId zone(String zone) {
    if (!ZoneId.getAvailableZoneIds().contains(zone)) {
      throw new IllegalArgumentException(
          "must be an IANA time zone such as Asia/Shanghai, was '" + zone + "'");
    }
    return ZoneId.of(zone);
  }

  /** Decimals of a currency that is money: gold (XAU), XDR and XXX have none. */
  private static int digits(String currency) {
    int digits =
        Currency.getAvailableCurrencies().stream()
            .filter(each -> each.getCurrencyCode().equals(currency))
            .mapToInt(Currency::getDefaultFractionDigits)
            .findFirst()
            .orElse(-1);
    if (digits < 0) {
      throw new IllegalArgumentException(
          "must be a currency of ISO 4217 that is paid in, such as USD, was '" + currency + "'");
    }
    return digits;
  }

  private Interval valid(ZoneId days) {
    Instant from = BadFieldException.at("/validFrom", () -> fullHour(validFrom, days));
    if (validTo == null) {
      return new Interval(from, Instant.MAX);
    }
    String end = validTo;
    Instant to = BadFieldException.at("/validTo", () -> fullHour(end, days));
    if (!to.isAfter(from)) {
      throw new BadFieldException(
          "/validTo", "must be after validFrom " + validFrom + ", was '" + validTo + "'");
    }
    return new Interval(from, to);
  }

  /** An hour of usage has one price, so a version begins with one. */
  private static Instant fullHour(String text, ZoneId days) {
    Instant time = Times.orDate(text, days);
    ZonedDateTime local = time.atZone(days);
    if (!local.truncatedTo(ChronoUnit.HOURS).equals(local)) {
      throw new IllegalArgumentException("must be a full hour in " + days + ", was '" + text + "'");
    }
    return time;
  }

  private MonthlyLimits limits() {
    if (monthly == null) {
      return new MonthlyLimits(null, null);
    }
    BigDecimal minimum = checked("/monthly/minimum", monthly.minimum);
    BigDecimal maximum = checked("/monthly/maximum", monthly.maximum);
    if (minimum != null && maximum != null && minimum.compareTo(maximum) > 0) {
      throw new BadFieldException(
          "/monthly/minimum",
          "must not be above the maximum "
              + maximum.toPlainString()
              + ", was '"
              + minimum.toPlainString()
              + "'");
    }
    return new MonthlyLimits(minimum, maximum);
  }

  private Set<Fee> fees() {
    Set<Fee> fees = EnumSet.noneOf(Fee.class);
    for (String fee : paidElsewhere == null ? List.<String>of() : paidElsewhere) {
      fees.add(choice(Fee.class, fee, Fee.SUBSCRIPTION));
    }
    return fees;
  }

  private List<Price> places() {
    List<Price> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Place place : prices) {
      String at = "/prices/" + found.size();
      for (String region : place.regions) {
        if (!seen.add(region + " " + place.line)) {
          throw new BadFieldException(
              at, "region " + region + " and line " + place.line + " have two prices");
        }
      }
      found.add(BadFieldException.at(at, () -> price(place)));
    }
    return found;
  }

  private Price price(Place place) {
    Transfer transfer = place.dataTransfer;
    Holding holding = place.configurationFee;
    Bandwidth bandwidth = place.bandwidth;
    if (transfer == null && holding == null && bandwidth == null) {
      throw new IllegalArgumentException(
          "has no price: name dataTransfer, configurationFee or bandwidth");
    }
    return new Price(
        Set.copyOf(place.regions),
        place.line,
        transfer == null ? null : BadFieldException.at("/dataTransfer", () -> transfer(transfer)),
        holding == null
            ? null
            : BadFieldException.at("/configurationFee", () -> configurationFee(holding)),
        bandwidth == null ? null : BadFieldException.at("/bandwidth", () -> bandwidth(bandwidth)));
  }

  private DataTransfer transfer(Transfer text) {
    BigDecimal flat = checked("/perGigabyte", text.perGigabyte);
    return new DataTransfer(
        choice(Metered.class, text.metered, Metered.OUT),
        choice(TierScope.class, text.tiersCountFor, TierScope.REGION),
        flat != null ? Tariff.flat(flat) : BadFieldException.at("/tiers", () -> tariff(text)));
  }

  private Tariff tariff(Transfer text) {
    Tariff.Kind kind = choice(Tariff.Kind.class, text.tariff, Tariff.Kind.GRADUATED);
    List<Tariff.Tier> tiers = new ArrayList<>();
    for (Tier tier : text.tiers == null ? List.<Tier>of() : text.tiers) {
      tiers.add(BadFieldException.at("/" + tiers.size(), () -> tier(kind, tier)));
    }
    return new Tariff(kind, tiers);
  }

  private Tariff.Tier tier(Tariff.Kind kind, Tier tier) {
    if (kind == Tariff.Kind.PACKAGE && (tier.flat == null || tier.perGigabyte != null)) {
      throw new IllegalArgumentException("a package has one price, 'flat', and no 'perGigabyte'");
    }
    if (tier.flat == null && tier.perGigabyte == null) {
      throw new IllegalArgumentException("has no price: name perGigabyte, flat or both");
    }
    if (tier.upTo != null) {
      BigDecimal bytes = tier.upTo.multiply(new BigDecimal(bytesPerGigabyte));
      if (bytes.stripTrailingZeros().scale() > 0) {
        throw new BadFieldException(
            "/upTo", "must end with a byte, was '" + tier.upTo.toPlainString() + "' GB");
      }
    }
    BigDecimal unit = checked("/perGigabyte", tier.perGigabyte);
    BigDecimal flat = checked("/flat", tier.flat);
    return new Tariff.Tier(
        tier.upTo, unit == null ? BigDecimal.ZERO : unit, flat == null ? BigDecimal.ZERO : flat);
  }

  private static ConfigurationFee configurationFee(Holding text) {
    if (text.perHour == null && text.perDay == null) {
      throw new IllegalArgumentException("has no price: name perHour, perDay or both");
    }
    return new ConfigurationFee(
        checked("/perHour", text.perHour),
        checked("/perDay", text.perDay),
        text.waivedFor == null ? Set.of() : Set.copyOf(text.waivedFor),
        text.waiverQuota == null ? Long.MAX_VALUE : text.waiverQuota,
        text.waivedInPool != null && text.waivedInPool);
  }

  private static BandwidthPrice bandwidth(Bandwidth text) {
    checked("/perMbpsDay", text.perMbpsDay);
    BigDecimal beyond = checked("/beyondPerMbpsDay", text.beyondPerMbpsDay);
    return new BandwidthPrice(
        text.perMbpsDay,
        text.upToMbps == null ? Integer.MAX_VALUE : text.upToMbps,
        beyond == null ? text.perMbpsDay : beyond);
  }

  private static @Nullable BigDecimal checked(String pointer, @Nullable BigDecimal price) {
    if (price != null && price.stripTrailingZeros().scale() > Prices.DECIMALS) {
      throw new BadFieldException(
          pointer,
          "must have at most "
              + Prices.DECIMALS
              + " decimals, was '"
              + price.toPlainString()
              + "'");
    }
    return price;
  }

  /** {@code clock-hours} is CLOCK_HOURS; the schema lists what there is. */
  private static <E extends Enum<E>> E choice(Class<E> type, @Nullable String text, E usual) {
    return text == null
        ? usual
        : Enum.valueOf(type, text.replace('-', '_').toUpperCase(Locale.ROOT));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
