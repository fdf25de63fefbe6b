package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.domain.ChargeLine.Item;
import io.eipmeter.jobs.rating.domain.PriceBook.DataTransfer;
import io.eipmeter.jobs.rating.domain.PriceBook.TierScope;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The data transfer of one region and line type in a month, of one account or, where tiers count
 * for each address, of one address. Hours come in their order; a graduated tariff splits each over
 * the tiers it lies in, in whole bytes, so that no byte is charged twice or never.
 */
final class TransferCharges {
  private static final String GIGABYTE = "GB";

  private final PriceBook book;
  private final BillingPeriod period;
  private final DataTransfer price;
  private final List<UsageHour> hours;
  private final UsageHour first;

  /**
   * @param hours in their order, not empty, all of one tariff's scope
   */
  TransferCharges(PriceBook book, BillingPeriod period, DataTransfer price, List<UsageHour> hours) {
    this.book = book;
    this.period = period;
    this.price = price;
    this.hours = hours;
    this.first = hours.get(0);
  }

  /** Which hours share a tariff's tiers. */
  static String scope(DataTransfer price, UsageHour hour) {
    String account = hour.account() + '\n' + hour.region() + '\n' + hour.lineType();
    return price.scope() == TierScope.ACCOUNT ? account : account + '\n' + hour.eip();
  }

  List<ChargeLine> lines() {
    List<ChargeLine> lines = new ArrayList<>();
    BigInteger total = total();
    switch (price.tariff().kind()) {
      case GRADUATED -> lines.addAll(graduated());
      case VOLUME -> lines.addAll(volume(total));
      case PACKAGE -> {}
    }
    lines.addAll(flats(total));
    return lines;
  }

  private BigInteger total() {
    return hours.stream().map(this::metered).reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** The bytes of an hour that count. */
  private BigInteger metered(UsageHour hour) {
    BigInteger in = BigInteger.valueOf(hour.bytesIn());
    BigInteger out = BigInteger.valueOf(hour.bytesOut());
    BigInteger bytes =
        switch (price.metered()) {
          case OUT -> out;
          case IN -> in;
          case BOTH -> in.add(out);
          case DOMINANT -> in.max(out);
        };
    return bytes.add(
        BigInteger.valueOf(hour.packets())
            .multiply(BigInteger.valueOf(book.overheadBytesPerPacket())));
  }

  private List<ChargeLine> graduated() {
    List<Tariff.Tier> tiers = price.tariff().tiers();
    Map<String, TreeMap<Integer, Share>> shares = new TreeMap<>();
    BigInteger used = BigInteger.ZERO;
    int tier = 1;
    for (UsageHour hour : hours) {
      BigInteger left = metered(hour);
      do {
        BigDecimal end = tiers.get(tier - 1).upTo();
        BigInteger here = end == null ? left : left.min(bytes(end).subtract(used));
        if (here.signum() > 0 || left.signum() == 0) {
          share(shares, hour, tier).add(hour, here);
        }
        used = used.add(here);
        left = left.subtract(here);
        if (left.signum() > 0) {
          tier++;
        }
      } while (left.signum() > 0);
    }
    List<ChargeLine> lines = new ArrayList<>();
    shares.forEach(
        (eip, tiersOfEip) ->
            tiersOfEip.forEach(
                (number, share) ->
                    lines.add(share.line(number, tiers.get(number - 1).unitPrice()))));
    return lines;
  }

  private List<ChargeLine> volume(BigInteger total) {
    int tier = price.tariff().tierOf(Prices.quantity(total, book.bytesPerGigabyte()));
    BigDecimal unitPrice = price.tariff().tiers().get(tier - 1).unitPrice();
    Map<String, TreeMap<Integer, Share>> shares = new TreeMap<>();
    for (UsageHour hour : hours) {
      share(shares, hour, tier).add(hour, metered(hour));
    }
    List<ChargeLine> lines = new ArrayList<>();
    shares
        .values()
        .forEach(tiers -> lines.add(tiers.firstEntry().getValue().line(tier, unitPrice)));
    return lines;
  }

  private Share share(Map<String, TreeMap<Integer, Share>> shares, UsageHour hour, int tier) {
    return shares
        .computeIfAbsent(hour.eip(), eip -> new TreeMap<>())
        .computeIfAbsent(tier, number -> new Share(hour));
  }

  /** Flat amounts and packages: the account's, not an address's. */
  private List<ChargeLine> flats(BigInteger total) {
    List<ChargeLine> lines = new ArrayList<>();
    BigDecimal quantity = Prices.quantity(total, book.bytesPerGigabyte());
    for (Tariff.Part part : price.tariff().parts(quantity)) {
      boolean packages = price.tariff().kind() == Tariff.Kind.PACKAGE;
      if (packages || part.flatPrice().signum() > 0) {
        lines.add(
            new ChargeLine(
                first.account(),
                first.region(),
                first.lineType(),
                price.scope() == TierScope.EIP ? first.eip() : "",
                Item.DATA_TRANSFER_FLAT,
                part.tier(),
                period.time(),
                packages ? part.quantity() : BigDecimal.ONE,
                packages ? "Package" : "Month",
                packages ? part.unitPrice() : part.flatPrice(),
                packages ? total : BigInteger.ZERO,
                hours.size(),
                InputHash.of(hours),
                book.id()));
      }
    }
    return lines;
  }

  /** Whole bytes: of 0.3 * 2^30 the last part of a byte belongs to the next tier. */
  private BigInteger bytes(BigDecimal gigabytes) {
    return gigabytes.multiply(new BigDecimal(book.bytesPerGigabyte())).toBigInteger();
  }

  /** What of an address's hours lies in one tier. */
  private final class Share {
    private final UsageHour of;
    private final List<UsageHour> rows = new ArrayList<>();
    private BigInteger bytes = BigInteger.ZERO;

    Share(UsageHour of) {
      this.of = of;
    }

    void add(UsageHour hour, BigInteger part) {
      bytes = bytes.add(part);
      rows.add(hour);
    }

    ChargeLine line(int tier, BigDecimal unitPrice) {
      Interval time =
          new Interval(
              rows.get(0).hourStart(), rows.get(rows.size() - 1).hourStart().plusSeconds(3_600));
      return new ChargeLine(
          of.account(),
          of.region(),
          of.lineType(),
          of.eip(),
          Item.DATA_TRANSFER,
          price.tariff().isFlat() ? 0 : tier,
          time,
          Prices.quantity(bytes, book.bytesPerGigabyte()),
          GIGABYTE,
          unitPrice,
          bytes,
          rows.size(),
          InputHash.of(rows),
          book.id());
    }
  }
}
