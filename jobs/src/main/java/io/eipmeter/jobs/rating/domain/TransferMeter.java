package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.domain.ChargeLine.Item;
import io.eipmeter.jobs.rating.domain.ChargeLine.Proof;
import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceBook.DataTransfer;
import io.eipmeter.jobs.rating.prices.PriceBook.TierScope;
import io.eipmeter.jobs.rating.prices.Prices;
import io.eipmeter.jobs.rating.prices.Quantity;
import io.eipmeter.jobs.rating.prices.Tariff;
import io.eipmeter.jobs.rating.prices.Tariff.Tier;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.Interval;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The data transfer of a month that shares a tariff's tiers: of an account, of its region and line,
 * or of an EIP. Hours come in their order. Bytes count on over the versions of the prices; each
 * hour lies in the tiers of the version valid when it begins, and a graduated tariff splits it over
 * them in whole bytes, so that no byte is charged twice or never. Holds what grows with the EIPs,
 * not with the hours.
 */
final class TransferMeter {
  private static final String GIGABYTE = "GB";

  /** What is left to the end of the month: which tier a volume tariff reaches. */
  private static final int TIER_OF_THE_MONTH = -1;

  private final BillingPeriod period;
  private final String account;
  private final String region;
  private final String lineType;
  private final String eip;
  private final Map<ShareKey, Share> shares = new TreeMap<>();
  private final Map<Integer, Flat> flats = new TreeMap<>();
  private final Map<String, Packages> packages = new TreeMap<>();
  private BigInteger used = BigInteger.ZERO;
  private BigInteger leftInPackage = BigInteger.ZERO;
  private @Nullable PriceBook first;
  private @Nullable Tariff firstTariff;

  private record ShareKey(String region, String lineType, String eip, String book, int tier)
      implements Comparable<ShareKey> {
    @Override
    public int compareTo(ShareKey other) {
      int byRegion = region.compareTo(other.region);
      int byEip = byRegion != 0 ? byRegion : eip.compareTo(other.eip);
      int byBook = byEip != 0 ? byEip : book.compareTo(other.book);
      return byBook != 0 ? byBook : Integer.compare(tier, other.tier);
    }
  }

  private record Flat(PriceBook book, BigDecimal price) {}

  /** The packages begun at one version's price. */
  private static final class Packages {
    private final PriceBook book;
    private final BigDecimal price;
    private final Rows rows = new Rows();
    private BigInteger count = BigInteger.ZERO;
    private BigInteger bytes = BigInteger.ZERO;

    Packages(PriceBook book, BigDecimal price) {
      this.book = book;
      this.price = price;
    }
  }

  /**
   * @param key names the scope, see {@link #scope}
   */
  TransferMeter(BillingPeriod period, String account, String[] key) {
    this.period = period;
    this.account = account;
    this.region = key[0];
    this.lineType = key[1];
    this.eip = key[2];
  }

  /** Region, line and EIP whose usage moves a tariff on; empty: all of the account's. */
  static String[] scope(TierScope scope, String region, String lineType, String eip) {
    return switch (scope) {
      case ACCOUNT -> new String[] {"", lineType, ""};
      case REGION -> new String[] {region, lineType, ""};
      case EIP -> new String[] {region, lineType, eip};
    };
  }

  /**
   * Something is held that may be used: what a tariff takes for the month without any usage is due.
   *
   * @param book the version valid when the month, or holding in it, begins
   */
  void due(PriceBook book, DataTransfer price) {
    if (first == null) {
      first = book;
      firstTariff = price.tariff();
      if (price.tariff().kind() == Tariff.Kind.GRADUATED) {
        reach(1, book, price.tariff());
      }
    }
  }

  /**
   * Takes an hour, or what of it is paid by transfer.
   *
   * @param book the version valid at the hour's start
   * @param parts of one hour of one EIP, at least one
   * @param metered the bytes that count
   */
  void use(PriceBook book, DataTransfer price, List<UsageHour> parts, BigInteger metered) {
    due(book, price);
    switch (price.tariff().kind()) {
      case GRADUATED -> graduated(book, price.tariff(), parts, metered);
      case VOLUME -> {
        share(book, price.tariff(), parts.get(0), TIER_OF_THE_MONTH).add(parts, metered);
        used = used.add(metered);
      }
      case PACKAGE -> open(book, price.tariff(), parts, metered);
    }
  }

  private void graduated(PriceBook book, Tariff tariff, List<UsageHour> parts, BigInteger metered) {
    List<Tier> tiers = tariff.tiers();
    BigInteger left = metered;
    int tier = 1;
    do {
      BigDecimal end = tiers.get(tier - 1).upTo();
      BigInteger room = end == null ? left : bytes(book, end).subtract(used);
      BigInteger here = left.min(room.max(BigInteger.ZERO));
      boolean nothingUsed = left.signum() == 0 && room.signum() >= 0;
      if (here.signum() > 0 || nothingUsed) {
        reach(tier, book, tariff);
        share(book, tariff, parts.get(0), tariff.isFlat() ? 0 : tier).add(parts, here);
      }
      used = used.add(here);
      left = left.subtract(here);
      if (nothingUsed) {
        return;
      }
      tier++;
    } while (left.signum() > 0 || metered.signum() == 0);
  }

  /** A tier's flat amount is due once, at the price of the version that reaches it. */
  private void reach(int tier, PriceBook book, Tariff tariff) {
    for (int reached = flats.size() + 1; reached <= tier; reached++) {
      flats.put(reached, new Flat(book, tariff.tiers().get(reached - 1).flatPrice()));
    }
  }

  /** Packages are begun as a whole; what is left of one is used before the next is begun. */
  private void open(PriceBook book, Tariff tariff, List<UsageHour> parts, BigInteger metered) {
    Tier tier = tariff.tiers().get(0);
    BigDecimal end = tier.upTo();
    BigInteger size = end == null ? BigInteger.ONE : bytes(book, end);
    BigInteger beyond = metered.subtract(leftInPackage);
    BigInteger begun = BigInteger.ZERO;
    if (beyond.signum() > 0) {
      begun = beyond.add(size).subtract(BigInteger.ONE).divide(size);
    }
    leftInPackage = leftInPackage.add(begun.multiply(size)).subtract(metered);
    used = used.add(metered);
    Packages some = packages.computeIfAbsent(book.id(), id -> new Packages(book, tier.flatPrice()));
    some.count = some.count.add(begun);
    some.bytes = some.bytes.add(metered);
    parts.forEach(some.rows::add);
  }

  private Share share(PriceBook book, Tariff tariff, UsageHour hour, int tier) {
    return shares.computeIfAbsent(
        new ShareKey(hour.region(), hour.lineType(), hour.eip(), book.id(), tier),
        key -> new Share(key, book, tariff));
  }

  List<ChargeLine> lines() {
    List<ChargeLine> lines = new ArrayList<>();
    shares.values().forEach(share -> lines.add(share.line()));
    PriceBook begun = first;
    Tariff tariff = firstTariff;
    if (begun != null && tariff != null && tariff.kind() == Tariff.Kind.VOLUME) {
      Tier reached = tariff.tiers().get(tierOfTheMonth(begun, tariff) - 1);
      addFlat(lines, begun, tierOfTheMonth(begun, tariff), reached.flatPrice());
    }
    flats.forEach((tier, flat) -> addFlat(lines, flat.book, tier, flat.price));
    packages
        .values()
        .forEach(
            some -> {
              if (some.count.signum() > 0) {
                lines.add(
                    flatLine(
                        some.book,
                        1,
                        Quantity.of(some.count, BigInteger.ONE),
                        "Package",
                        some.price,
                        some.bytes,
                        some.rows.proof()));
              }
            });
    return lines;
  }

  private int tierOfTheMonth(PriceBook book, Tariff tariff) {
    return tariff.tierOf(Prices.quantity(used, book.bytesPerGigabyte()));
  }

  private void addFlat(List<ChargeLine> lines, PriceBook book, int tier, BigDecimal price) {
    if (price.signum() > 0) {
      lines.add(flatLine(book, tier, Quantity.of(1), "Month", price, BigInteger.ZERO, Proof.NONE));
    }
  }

  private ChargeLine flatLine(
      PriceBook book,
      int tier,
      Quantity quantity,
      String unit,
      BigDecimal price,
      BigInteger bytes,
      Proof proof) {
    return new ChargeLine(
        account,
        region,
        lineType,
        eip,
        Item.DATA_TRANSFER_FLAT,
        tier,
        period.time(),
        quantity,
        unit,
        price,
        bytes,
        book.id(),
        proof);
  }

  /** Whole bytes: of 0.3 * 2^30 the last part of a byte belongs to the next tier. */
  private static BigInteger bytes(PriceBook book, BigDecimal gigabytes) {
    return gigabytes.multiply(new BigDecimal(book.bytesPerGigabyte())).toBigInteger();
  }

  /** What rows were taken, without keeping them. */
  private static final class Rows {
    private final InputHash hash = new InputHash();
    private Instant from = Instant.MAX;
    private Instant to = Instant.MIN;
    private int count;
    private Missing missing = Missing.NONE;

    void add(UsageHour hour) {
      Interval time = hour.time();
      hash.add(hour);
      from = time.from().isBefore(from) ? time.from() : from;
      to = time.to().isAfter(to) ? time.to() : to;
      count++;
      missing = missing.plus(hour.missing());
    }

    Proof proof() {
      return new Proof(count, hash.hex(), missing);
    }
  }

  /** What of an EIP's hours lies in one tier. */
  private final class Share {
    private final ShareKey key;
    private final PriceBook book;
    private final Tariff tariff;
    private final Rows rows = new Rows();
    private BigInteger bytes = BigInteger.ZERO;

    Share(ShareKey key, PriceBook book, Tariff tariff) {
      this.key = key;
      this.book = book;
      this.tariff = tariff;
    }

    void add(List<UsageHour> parts, BigInteger more) {
      bytes = bytes.add(more);
      parts.forEach(rows::add);
    }

    ChargeLine line() {
      int tier = key.tier == TIER_OF_THE_MONTH ? tierOfTheMonth(book, tariff) : key.tier;
      return new ChargeLine(
          account,
          key.region,
          key.lineType,
          key.eip,
          Item.DATA_TRANSFER,
          tier,
          new Interval(rows.from, rows.to),
          Quantity.of(bytes, book.bytesPerGigabyte()),
          GIGABYTE,
          tariff.tiers().get(Math.max(tier, 1) - 1).unitPrice(),
          bytes,
          book.id(),
          rows.proof());
    }
  }
}
