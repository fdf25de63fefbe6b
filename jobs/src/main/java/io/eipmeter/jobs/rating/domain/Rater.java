package io.eipmeter.jobs.rating.domain;

import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.domain.PriceBook.DataTransfer;
import io.eipmeter.jobs.rating.domain.PriceBook.Price;
import io.eipmeter.jobs.rating.domain.PriceBook.UncertainUsage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns a month's usage into the lines of its bills: a pure function of frozen usage and one
 * version of the prices (design, "Money").
 */
public final class Rater {
  private final PriceBook book;

  public Rater(PriceBook book) {
    this.book = book;
  }

  /**
   * Rates a month.
   *
   * @throws UnpricedException if the book does not say what something costs
   */
  public RatedPeriod rate(BillingPeriod period, RatingInput input) {
    Bytes bytes = new Bytes();
    List<ChargeLine> lines = new ArrayList<>();
    for (Transfers transfers : transfers(period, input, bytes).values()) {
      lines.addAll(new TransferCharges(book, period, transfers.price, transfers.hours).lines());
    }
    for (EipHistory eip : input.eips()) {
      if (!eip.life().intersect(period.time()).isEmpty()) {
        lines.addAll(holding(period, input, eip));
      }
    }
    return RatedPeriod.of(book, period, lines, bytes.counted());
  }

  private List<ChargeLine> holding(BillingPeriod period, RatingInput input, EipHistory eip) {
    Interval alive = eip.life().intersect(period.time());
    if (alive.from().isBefore(book.valid().from()) || alive.to().isAfter(book.valid().to())) {
      throw new UnpricedException(
          eip.eip() + " existed when " + book.id() + " was not valid: " + alive.from());
    }
    Price price = price(eip.region(), eip.lineType());
    return new HoldingCharges(book, period, eip, price, input.quota(eip.account())).lines();
  }

  /** The hours that share a tariff's tiers. */
  private record Transfers(DataTransfer price, List<UsageHour> hours) {}

  private Map<String, Transfers> transfers(BillingPeriod period, RatingInput input, Bytes bytes) {
    Map<String, Transfers> transfers = new TreeMap<>();
    RatingInput.Holders holders = input.holders();
    for (UsageHour hour : input.usage()) {
      if (!period.time().contains(hour.hourStart())) {
        continue;
      }
      if (!book.valid().contains(hour.hourStart())) {
        throw new UnpricedException(
            hour.eip() + " was used when " + book.id() + " was not valid: " + hour.hourStart());
      }
      Price price = price(hour.region(), hour.lineType());
      if (isCovered(holders, hour)) {
        bytes.covered(hour);
      } else if (isParked(hour)) {
        bytes.parked(hour);
      } else {
        DataTransfer transfer = price.dataTransfer();
        if (transfer == null) {
          throw new UnpricedException(
              book.id()
                  + " has no price of data transfer in "
                  + hour.region()
                  + " over "
                  + hour.lineType());
        }
        bytes.charged(hour);
        transfers
            .computeIfAbsent(
                TransferCharges.scope(transfer, hour),
                scope -> new Transfers(transfer, new ArrayList<>()))
            .hours
            .add(hour);
      }
    }
    return transfers;
  }

  /**
   * Whether an hour's traffic is paid otherwise: by bandwidth, before, or by a shared bandwidth.
   */
  private static boolean isCovered(RatingInput.Holders holders, UsageHour hour) {
    return holders
        .of(hour)
        .map(
            eip ->
                eip.methodAt(hour.hourStart()) != ChargeMethod.DATA_TRANSFER
                    || eip.isShared(hour.hourStart()))
        .orElse(false);
  }

  private boolean isParked(UsageHour hour) {
    return switch (hour.quality()) {
      case EXACT -> false;
      case SAMPLED -> book.sampled() == UncertainUsage.PARK;
      case BEST_EFFORT -> book.bestEffort() == UncertainUsage.PARK;
    };
  }

  private Price price(String region, String lineType) {
    return book.price(region, lineType)
        .orElseThrow(
            () ->
                new UnpricedException(
                    book.id() + " has no prices for region " + region + " and line " + lineType));
  }

  /** Where the bytes went, both directions (I1). */
  private static final class Bytes {
    private BigInteger charged = BigInteger.ZERO;
    private BigInteger covered = BigInteger.ZERO;
    private BigInteger parked = BigInteger.ZERO;

    void charged(UsageHour hour) {
      charged = charged.add(of(hour));
    }

    void covered(UsageHour hour) {
      covered = covered.add(of(hour));
    }

    void parked(UsageHour hour) {
      parked = parked.add(of(hour));
    }

    private static BigInteger of(UsageHour hour) {
      return BigInteger.valueOf(hour.bytesIn()).add(BigInteger.valueOf(hour.bytesOut()));
    }

    RatedPeriod.BytesRated counted() {
      return new RatedPeriod.BytesRated(charged, covered, parked);
    }
  }
}
